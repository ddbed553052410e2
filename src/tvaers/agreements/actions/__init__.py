"""Writes: drafts of agreements, and the steps from a draft to one in force."""

from tvaers.agreements.actions.annexes import attach_annex, remove_annex
from tvaers.agreements.actions.drafts import MODELS, Basics, Part, begin, change, remove_part, save_part
from tvaers.agreements.actions.initiatives import (
    Initiative,
    begin_initiative,
    change_initiative,
    drop_initiative,
)
from tvaers.agreements.actions.refusals import (
    AgreementError,
    ChangedMeanwhileError,
    FollowedAlreadyError,
    FormerEndedError,
    NoFactorError,
    NotThenError,
    NotWholeError,
    NotYoursError,
    SignedAlreadyError,
    WrongStateError,
)
from tvaers.agreements.actions.steps import drop, leave, send, sign, take_back

__all__ = [
    "MODELS",
    "AgreementError",
    "Basics",
    "ChangedMeanwhileError",
    "FollowedAlreadyError",
    "FormerEndedError",
    "Initiative",
    "NoFactorError",
    "NotThenError",
    "NotWholeError",
    "NotYoursError",
    "Part",
    "SignedAlreadyError",
    "WrongStateError",
    "attach_annex",
    "begin",
    "begin_initiative",
    "change",
    "change_initiative",
    "drop",
    "drop_initiative",
    "leave",
    "remove_annex",
    "remove_part",
    "save_part",
    "send",
    "sign",
    "take_back",
]
