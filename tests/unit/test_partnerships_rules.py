"""The tables of roles are total, and what they say is said in words."""

import pytest
from django.utils import translation

from tvaers.foundation.alphabet import danish
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships import rules, wording
from tvaers.partnerships.enums import (
    CATEGORY_LABELS,
    PURPOSE_LABELS,
    RECEIVES_DISCLOSURES,
    ROLE_DUTIES,
    ROLE_LABELS,
    OrganisationKind,
    Regime,
    Role,
)


@pytest.mark.parametrize(
    "table", [rules.ROLE_PLACES, rules.ROLE_CATEGORIES, rules.ROLE_PURPOSES, ROLE_LABELS, ROLE_DUTIES]
)
def test_every_role_is_in_every_table(table):
    assert list(table) == list(Role)


def test_every_category_and_purpose_has_its_words():
    assert list(CATEGORY_LABELS) == list(Category)
    assert list(PURPOSE_LABELS) == list(Purpose)


@pytest.mark.parametrize("kind", OrganisationKind)
def test_every_kind_of_organisation_can_be_kept(kind):
    assert Role.ADMINISTRATOR in rules.roles_for(kind)
    for role in Role:
        if role in rules.roles_for(kind):
            rules.check_roles(role, kind)
        else:
            with pytest.raises(rules.RoleOutOfPlaceError):
                rules.check_roles(role | Role.ADMINISTRATOR, kind)


def test_keeping_people_opens_no_case():
    for role in (Role.ADMINISTRATOR, Role.INSPECTOR, Role.SIGNATORY, Role.STEERING):
        assert rules.categories_for(role) == 0


def test_only_a_public_task_receives():
    without = {OrganisationKind.INSTITUTION, OrganisationKind.HOUSING, OrganisationKind.ASSOCIATION}
    assert set(OrganisationKind) - RECEIVES_DISCLOSURES == without


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.ADMINISTRATOR, "nothing about young people"),
        (Role.SUPERVISOR, "everything"),
        (Role.COORDINATOR, "everything except health"),
    ],
)
def test_what_a_role_sees_is_said_in_words(role, words):
    with translation.override("en"):
        assert wording.sees(role) == words


def test_few_things_are_named_and_many_by_what_is_missing(monkeypatch):
    seen = Category.PLAN | Category.ENTRY
    monkeypatch.setitem(rules.ROLE_CATEGORIES, Role.STREET_WORKER, seen)
    rules.categories_for.cache_clear()
    monkeypatch.setattr(rules, "categories_for", rules.categories_for.__wrapped__)
    with translation.override("en"):
        assert wording.sees(Role.STREET_WORKER) == "plan and tasks and notes in the case"
        monkeypatch.setitem(
            rules.ROLE_CATEGORIES, Role.STREET_WORKER, ALL_CATEGORIES & ~Category.HEALTH & ~Category.OFFENCE
        )
        assert wording.sees(Role.STREET_WORKER) == "everything except health and offences"


def test_purposes_are_named():
    with translation.override("da"):
        assert wording.works_for(Role.INSPECTOR) == ["tilsyn"]
        assert wording.works_for(Role.ADMINISTRATOR) == []


def test_the_danish_alphabet():
    names = ["Aabenraa", "Ærø", "Zara", "Østerbro", "Åse", "andersen", "Émile", "Anna", "Müller", "Mygind", "Ägir"]
    expected = ["andersen", "Anna", "Émile", "Mygind", "Müller", "Zara", "Ägir", "Ærø", "Østerbro", "Aabenraa", "Åse"]
    assert sorted(names, key=danish) == expected
    assert sorted(names) != expected


def test_police_and_probation_service_follow_the_act_on_law_enforcement_and_nobody_else_does():
    enforcing = {kind for kind in OrganisationKind if rules.regime(kind) is Regime.LAW_ENFORCEMENT}
    assert enforcing == {OrganisationKind.POLICE, OrganisationKind.PROBATION}
