"""The letters that remind the parties of an agreement's end: on the day, to those who can do something, once."""

from datetime import UTC, datetime, time

import pytest
from dateutil.relativedelta import relativedelta
from django.core import mail

from tests import agreement_scene
from tests.cast import ORGANISATIONS, named
from tests.stage import acting_as
from tvaers.agreements import actions, tasks
from tvaers.agreements.enums import AgreementKind
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock, ids

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ends(cast):
    """The last day of an agreement between Gladsaxe, Herlev and the police."""
    signed = agreement_scene.signed(acting_as)
    with acting_as("bo"):
        return Agreement.objects.get(id=signed).until_date


def reminded(organisation, day):
    """To whom letters go on a day."""
    mail.outbox.clear()
    with clock.frozen(datetime.combine(day, time(6), tzinfo=UTC)):
        tasks.remind(organisation=str(named(organisation)))
    return [sorted(letter.to) for letter in mail.outbox]


@pytest.mark.parametrize("months", [6, 3, 1])
def test_those_who_draft_and_sign_are_told_on_the_day(ends, months):
    day = ends - relativedelta(months=months)
    assert reminded("gladsaxe", day) == [["bo@example.org", "signe@example.org", "stine@example.org"]]
    (letter,) = mail.outbox
    assert "Prøvepartnerskabet" in letter.body
    assert "Log ind" in letter.body
    assert "Log in" in letter.body
    within = f"{months} måneder" if months > 1 else "en måned"
    assert letter.subject == f"Partnerskabsaftalen slutter om højst {within}"
    assert reminded("police", day) == [["poul@example.org"]]


@pytest.mark.parametrize("days", [-1, 1])
def test_on_no_other_day(ends, days):
    for months in (6, 3, 1):
        assert not reminded("gladsaxe", ends - relativedelta(months=months) + relativedelta(days=days))


def test_who_is_no_party_is_not_told(ends):
    assert not reminded("probation", ends - relativedelta(months=3))


def test_who_has_left_is_told_no_more(ends, as_administrator):
    left = "UPDATE agreements_agreementparty SET left_on = current_date WHERE organisation_id = %s"
    as_administrator.execute(left, [named("gladsaxe")])
    assert not reminded("gladsaxe", ends - relativedelta(months=3))


def test_once_the_next_one_is_signed_nobody_is_reminded(ends):
    with acting_as("bo") as bo:
        former = Agreement.objects.get()
        made = actions.begin(by=bo, kind=AgreementKind.RENEWAL, following=former, form=ids.opaque())
        actions.send(by=bo, agreement=made, version=agreement_scene.version(made))
    for who in agreement_scene.SIGNATORIES:
        agreement_scene.signed_by(who, made)
    assert not reminded("gladsaxe", ends - relativedelta(months=3))


def test_each_organisation_has_a_job_of_its_own(ends, as_administrator):
    tasks.remind_all()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'agreements.remind'"
    assert as_administrator.execute(waiting).fetchone()[0] == len(ORGANISATIONS)
