"""Writes: drafts of agreements, and the steps from a draft to one in force."""

from tvaers.agreements.actions.drafts import MODELS, Basics, Part, begin, change, remove_part, save_part
from tvaers.agreements.actions.refusals import (
    AgreementError,
    ChangedMeanwhileError,
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
    "FormerEndedError",
    "NoFactorError",
    "NotThenError",
    "NotWholeError",
    "NotYoursError",
    "Part",
    "SignedAlreadyError",
    "WrongStateError",
    "begin",
    "change",
    "drop",
    "leave",
    "remove_part",
    "save_part",
    "send",
    "sign",
    "take_back",
]
