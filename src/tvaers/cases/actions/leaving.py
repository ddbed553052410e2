"""What becomes of the drafts of somebody who has left."""

from tvaers.sharing.leaving import answered


def erase_left_drafts() -> int:
    """Erase the drafts of who has left the asking organisation rules.DRAFTS_KEPT ago, and return how many.

    The database writes one event for each, without what it said.
    """
    return int(answered("SELECT guard.erase_left_drafts()", []))
