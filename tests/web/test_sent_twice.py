"""Every form there is, sent twice as it stands: the second time writes no row and does nothing again.

A page that failed promises it to whoever sends the form again (web.failures): what was saved is not saved twice.
"""

import json

import pytest
from django.db import connection, transaction

from tests import page_scene
from tests.page_scene import browser
from tests.repo import tree
from tests.web.page_line import Page
from tests.web.pages_register import PAGES
from tvaers.guard import context

pytestmark = pytest.mark.django_db(transaction=True)
# Of asking, not of doing: tickets, what was seen, sessions, counters of attempts.
OF_ASKING = ("audit_ticket", "audit_outcome", "audit_seen", "accounts_session", "django_cache")
LOG = {"audit_event", "audit_accountevent"}
# Where the second sending leaves something too: what, and why that is right.
SAME = (LOG, "the same again in place of the same, and the log tells who did it")
LOOK = (LOG | {"people_reveal"}, "each look leaves its own trace (R18)")
AGAIN: dict[str, tuple[set[str], str]] = {
    "mfa_reauthenticate": SAME,
    "accounts:factor": SAME,
    "accounts:key-add": (LOG, "what is no key is refused, and the log tells who tried"),
    "mfa_generate_recovery_codes": SAME,
    "profile:details": SAME,
    "profile:end-sessions": SAME,
    "cases:take-out": SAME,
    "people:find": LOOK,
    "search:search": (LOG, "each search leaves its own trace (R18)"),
    "people:new?know=partly": LOOK,
    "people:number": LOOK,
    "people:doubles": SAME,
    "administration:member-reviewed": SAME,
    "administration:invite-again": (LOG | {"partnerships_invitation"}, "the newest letter's link counts, and no other"),
    "administration:unit": SAME,
    "administration:unit-close": SAME,
    "administration:unit-reopen": SAME,
    "administration:organisation": SAME,
    "administration:organisation-change": SAME,
    "administration:basis-end": SAME,
    "street:shift": SAME,
    "administration:area": SAME,
    "administration:area-close": SAME,
    "administration:area-reopen": SAME,
}
# Past every policy, within the transaction of the page.
COUNT = """
CREATE FUNCTION public.rows_of_test() RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE answer jsonb := '{}'; name text; number bigint;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
        EXECUTE format('SELECT count(*) FROM public.%I', name) INTO number;
        answer := answer || jsonb_build_object(name, number);
    END LOOP;
    RETURN answer;
END $$
"""


@pytest.fixture
def counting(as_administrator):
    as_administrator.execute(COUNT)
    yield
    as_administrator.execute("DROP FUNCTION public.rows_of_test()")


@pytest.fixture
def things(cast, db, as_maintenance):
    return page_scene.build(as_maintenance)


def rows() -> dict[str, int]:
    """How many rows there are, by table."""
    with context.unguarded("a test counts"), connection.cursor() as cursor:
        cursor.execute("SELECT public.rows_of_test()")
        found: dict[str, int] = json.loads(cursor.fetchone()[0])
        return {name: number for name, number in found.items() if name not in OF_ASKING}


def done_twice(page: Page, things) -> list[str]:
    """Send what the register sends, twice; return what the second sending did beside answering."""
    assert page.sent
    client = browser(page.who, again=page.again)
    with transaction.atomic():
        data = page.sent(things)
        before = rows()
        first = client.post(page.address(things), data)
        once = rows()
        second = client.post(page.address(things), data)
        twice = rows()
        transaction.set_rollback(True)
    if first.status_code != page.taken:
        return [f"{page}: {first.status_code} at first"]
    if second.status_code >= 500:
        return [f"{page}: {second.status_code} the second time"]
    may, _why = AGAIN.get(str(page), (set(), ""))
    return [
        f"{page}: {twice[name] - once[name]} more in {name} (the first wrote {once[name] - before[name]})"
        for name in once
        if twice[name] > once[name] and name not in may
    ]


@pytest.mark.first
def test_what_is_sent_twice_is_done_once(things, counting):
    forms = [page for page in PAGES if page.sent and not page.is_open]
    assert len(forms) > 50
    faults = [fault for page in forms for fault in done_twice(page, things)]
    assert not faults, tree.described(faults)
