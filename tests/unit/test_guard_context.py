"""Signing: what stands in a context, and that no claim can say more than one thing."""

import hashlib
import hmac
from dataclasses import fields, replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ALL_CATEGORIES, Category, ContextKind, Purpose

KEY = bytes(range(32))
CLAIMS = Claims(
    kind=ContextKind.MEMBER,
    actor=uuid4(),
    organisation=uuid4(),
    user=uuid4(),
    readers=(uuid4(), uuid4()),
    categories=511,
    purposes=255,
    roles=4,
    ticket=uuid4(),
    session=bytes(range(32)),
    factor="totp",
)


def sign(claims=CLAIMS, **changes):
    return context.sign(claims, **({"key": KEY, "pid": 1, "transaction_start": 2, "expires": 3} | changes))


def test_every_claim_stands_in_the_signed_text():
    body = sign().rpartition("|")[0].split("|")
    assert len(body) == 15
    for field in fields(Claims):
        value = getattr(CLAIMS, field.name)
        written = ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
        written = value.hex() if isinstance(value, bytes) else written
        assert written in body, field.name


@pytest.mark.parametrize(
    "change",
    [
        {"actor": uuid4()},
        {"organisation": None},
        {"user": uuid4()},
        {"readers": ()},
        {"categories": 1},
        {"purposes": 1},
        {"roles": 1},
        {"ticket": None},
        {"kind": ContextKind.SYSTEM},
        {"session": None},
        {"factor": "webauthn"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_claim_changes_the_signature(change):
    assert sign(replace(CLAIMS, **change)).rpartition("|")[2] != sign().rpartition("|")[2]


@pytest.mark.parametrize("change", [{"pid": 9}, {"transaction_start": 9}, {"expires": 9}, {"key": b"9" * 32}], ids=str)
def test_time_place_and_key_change_the_signature(change):
    assert sign(**change).rpartition("|")[2] != sign().rpartition("|")[2]


@given(st.binary(min_size=1, max_size=64), st.binary(max_size=200))
def test_the_pads_make_the_hmac_that_everybody_else_makes(key, message):
    inner, outer = context.pads(key)
    made = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).hexdigest()
    assert made == hmac.new(key, message, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "crooked",
    [
        {"kind": "member|1"},
        {"actor": "a|b"},
        {"readers": ("a", "b|c")},
        {"ticket": "|"},
        {"factor": "totp|"},
        {"roles": "1|2"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_no_claim_spills_into_the_next(crooked):
    with pytest.raises(context.ForgedClaimsError):
        sign(replace(CLAIMS, **crooked))


def test_the_masks_are_what_the_database_counts_on():
    """511 stands in SQL; a new category or purpose must be met there first."""
    assert sum(Category) == ALL_CATEGORIES == 511
    assert sum(Purpose) == 511
