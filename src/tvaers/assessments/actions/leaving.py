"""The drafts of somebody who has left."""

from tvaers.sharing.leaving import answered


def erase_left_drafts() -> int:
    """Erase the assessments that somebody who left 30 days ago has not signed; return how many.

    Only a job of one organisation may ask.
    """
    return int(answered("SELECT guard.erase_left_assessments()", []))
