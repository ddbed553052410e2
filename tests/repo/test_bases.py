"""The register of legal bases: the reference is drawn from it, and it keeps to what no register may change."""

from dataclasses import replace

import pytest

from tools import bases as drawing
from tvaers.emergencies.rules import BASIS
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.rules import BASES

SECTION_115 = [each for each in BASES if each.code.startswith("rpl-115-")]
KEPT_OUT = {OrganisationKind.ASSOCIATION, OrganisationKind.INSTITUTION}


def faults_in(each):
    """What a basis may not say."""
    if KEPT_OUT & {*each.receivers}:
        yield "associations and institutions without a public task receive nothing (R4)"
    if each.purposes & Purpose.OVERSIGHT:
        yield "oversight is not shared for"
    if FrameKind.AGREEMENT in each.frames and each not in SECTION_115:
        yield "an agreement carries § 115 alone"
    if each.unverified != ("onfirm with your lawyer" in each.guidance_en):
        yield "what is unverified says so in its guidance, and nothing else does"
    if each.unverified != ("ekræft med jeres jurist" in each.guidance_da):
        yield "the same in Danish"
    for guidance in (each.guidance_da, each.guidance_en):
        if len(guidance.splitlines()) != 2:
            yield "guidance in two lines"


def faults_of_section_115(each):
    """What § 115 does not let."""
    if each.categories & Category.REPORTER:
        yield "who told never goes along"
    if each.categories & Category.HEALTH and not each.purposes & Purpose.PSP:
        yield "health only in PSP"
    if each.categories & Category.OFFENCE and not each.offence_bound:
        yield "offences only to or from police and probation service (R17)"


def test_the_reference_is_fresh():
    assert drawing.BUILT.read_text(encoding="utf-8") == drawing.drawn(), "run: python -m tools.bases"


def test_every_basis_keeps_to_the_rules():
    assert len(SECTION_115) == 3
    faults = [f"{each.code}: {fault}" for each in (*BASES, BASIS) for fault in faults_in(each)]
    faults += [f"{each.code}: {fault}" for each in SECTION_115 for fault in faults_of_section_115(each)]
    assert not faults


@pytest.mark.parametrize(
    "change",
    [
        {"receivers": (OrganisationKind.ASSOCIATION,)},
        {"purposes": Purpose.OVERSIGHT},
        {"categories": Category.REPORTER},
        {"categories": Category.HEALTH},
        {"offence_bound": False},
        {"unverified": True},
        {"guidance_da": "Én linje."},
    ],
    ids=str,
)
def test_a_basis_that_lets_too_much_is_caught(change):
    changed = replace(SECTION_115[0], **change)
    assert [*faults_in(changed), *faults_of_section_115(changed)]
