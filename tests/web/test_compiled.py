"""Queries kept as SQL: they say what a fresh one would, for whoever asks and at whatever hour."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS
from django.urls import reverse
from django.utils.translation import override

from tests import case_scene as scene
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.partnerships.models import Membership
from tvaers.work.models import Absence

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch):
    """What is asked of which query from here on."""
    found = []
    ask = Compiled.__call__

    def noting(self, *form, **values):
        found.append((self, form, values))
        return ask(self, *form, **values)

    monkeypatch.setattr(Compiled, "__call__", noting)
    return found


def test_what_is_kept_says_what_a_fresh_query_says(client_for, acting_as, asked):
    with acting_as("alice") as alice:
        case = scene.case(alice)
        scene.task(alice, case, owner="hanne", days=0)
    for ahead, who in enumerate(("alice", "hanne", "bo", "inga", "alice")):
        with clock.frozen(clock.now() + timedelta(minutes=ahead)):
            assert client_for(who).get(reverse("today:list")).status_code == 200
    assert len({query for query, _form, _values in asked}) > 12
    with acting_as("alice"):
        for query, form, values in asked:
            made = query.made(form, values)
            sql, params = query.build(*form, **values).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
            # As text: what wraps bytes is equal to nothing else.
            assert (made.sql, str(list(made.filled(values)))) == (sql, str(list(params))), query.build


def _absent(*, by, day):
    return Absence.objects.filter(member_id=by, until_on__gte=day)


def test_each_asks_with_its_own_values(acting_as):
    names = Compiled(lambda *, by: Membership.objects.filter(id=by).values_list("name", flat=True))
    with acting_as("alice") as alice, override("da"):
        first, second = Membership.objects.order_by("id").values_list("id", "name")[:2]
        assert [names(by=first[0]), names(by=second[0]), names(by=uuid4())] == [[first[1]], [second[1]], []]
        assert alice.name in names(by=alice.id)


def test_a_list_of_ids_may_be_of_any_length(acting_as):
    some = Compiled(lambda *, ids: Membership.objects.filter(id__in=ids).order_by("id").values_list("id", flat=True))
    with acting_as("alice"):
        known = list(Membership.objects.order_by("id").values_list("id", flat=True)[:3])
        for length in (2, 3, 1, 0):
            assert some(ids=tuple(known[:length])) == known[:length]


def test_what_is_kept_says_what_a_fresh_one_does_of_days_moments_and_models(acting_as):
    query = Compiled(_absent)
    with acting_as("alice") as alice:
        assert query(by=alice.id, day=date(2026, 1, 2)) == []
        made = query.made((), {"by": alice.id, "day": date(2026, 1, 2)})
        assert set(made.filled({"by": alice.id, "day": date(2027, 3, 4)})) == {alice.id, date(2027, 3, 4)}


def test_a_value_that_the_statement_lost_is_an_error(acting_as):
    shifted = Compiled(lambda *, at: Absence.objects.filter(known_at__gt=at + timedelta(days=1)))
    with acting_as("alice"), pytest.raises(ValueError, match="at"):
        shifted(at=datetime(2026, 1, 2, tzinfo=UTC))


def test_a_value_that_stands_there_also_in_another_form_is_an_error(acting_as):
    twice = Compiled(lambda *, at: Absence.objects.filter(known_at__gt=at, until_on__gte=at.date()))
    with acting_as("alice"), pytest.raises(ValueError, match="3999"):
        twice(at=datetime(2026, 1, 2, tzinfo=UTC))
    other = Compiled(lambda *, by: Absence.objects.filter(member_id=by).exclude(substitute_id=UUID(int=by.int + 1)))
    with acting_as("alice") as alice, pytest.raises(ValueError, match="face0000"):
        other(by=alice.id)
