"""The end of the main job: followed up, closed, gone elsewhere, found by nobody who may not, and erased."""

import re
from uuid import UUID, uuid4

from tests.cast import named
from tests.journeys.arriving import press
from tests.journeys.main_job import (
    GOALS,
    HANNE_TASK,
    KAREN_TASK,
    NAME,
    PALLE_TASK,
    fill,
    follow,
    in_days,
    refused,
    says,
)
from tvaers.cases.tasks import erase_due as erase_cases
from tvaers.concerns.tasks import erase_due as erase_concerns
from tvaers.foundation import keystore
from tvaers.sharing.sealing import dossier_key

CAME_OF_IT = "Han kommer selv og har hjulpet to andre i gang."


def follow_up(day, case):
    """The plan is followed up, each goal evaluated in words, and the case reviewed."""
    page = day.at("alice", f"{case}plan/")
    follow(page, "Skriv en opfølgning")
    fill(page, "Hvem var til stede?", "Noah, Samira og Torben")
    fill(page, "Hvad blev aftalt?", "Noah fortsætter om tirsdagen.")
    day.look(page, "follow-up")
    press(page, "Gem opfølgningen")
    for goal in GOALS:
        page.get_by_role("article").filter(has_text=goal).get_by_role("link", name="Skriv, hvordan det står").click()
        page.get_by_label("Nået", exact=True).check()
        fill(page, "Hvem siger det?", "Noah")
        press(page, "Gem")
        page.get_by_role("article").filter(has_text=goal).get_by_role("link", name="Evaluér").click()
        fill(page, "Hvad kom der ud af det?", CAME_OF_IT)
        press(page, "Gem evalueringen")
    says(page, "Nået", CAME_OF_IT, "Noah fortsætter om tirsdagen.")
    day.look(page, "plan-evaluated")
    follow(page, "Forløbets gang")
    day.look(page, "course")
    follow(page, "Gennemgå forløbet")
    fill(page, "Hvad kom I frem til?", "Det går godt. Han kommer hver tirsdag.")
    press(page, "Gennemgå forløbet")
    says(page, "Gennemgået")


ACCOUNTED = (("Tal med klasselæreren", "Gjort"), (PALLE_TASK, "Gjort"), (KAREN_TASK, "Aflyst"))


def close(day, case, concern, *, accounted=ACCOUNTED):
    """Closed with an outcome, each open task accounted for; the school hears what kind of thing happened."""
    page = day.at("alice", f"{case}course/")
    follow(page, "Afslut forløbet")
    page.get_by_label("Målene blev nået").check()
    for text, becomes in accounted:
        page.get_by_role("group", name=text).get_by_label(becomes, exact=True).check()
    fill(page, "Hvad kom der ud af det", "Værkstedet og mor er der for ham.")
    day.look(page, "case-close")
    press(page, "Afslut forløbet")
    says(page, "Afsluttet", "Målene blev nået")
    day.look(page, "course-closed")
    page.goto(concern)
    follow(page, "Tilbagemelding")
    assert NAME not in page.get_by_label("Brevet").input_value()
    day.meet(page, "letter-feedback")
    page.get_by_label("Hvordan blev det givet?").select_option(label="På telefon")
    press(page, "Markér som givet")
    says(page, "Brevet er markeret som givet")
    day.look(page, "concern-done")


def ended_elsewhere(day):
    """Herlev and the police see nothing of it any more, not in a list either."""
    for key, text in (("hanne", HANNE_TASK), ("palle", PALLE_TASK)):
        refused(day, key, day.tasks[key])
        for address in ("/", "/tasks/", "/tasks/?view=done", "/cases/", "/sharing/offers/"):
            assert day.at(key).goto(address).ok
            assert day.at(key).get_by_text(text).count() == 0, f"{key} still finds it on {address}"


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[0-9A-Za-z]{64}"')


ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def hidden_from_others(day):
    """Olga and Carl get, for each address of the day, byte for byte what an unknown one gives."""
    # What stands behind a # stays in the browser.
    private = sorted({address for address in day.addresses if ID.search(address.partition("#")[0])})
    alice = day.at("alice").context.request
    # What was taken back has no page left, for her neither.
    assert all(alice.get(address).ok for address in private if "/given/" not in address)
    assert len(private) > 20
    for key in ("olga", "carl"):
        browser = day.at(key, "/").context.request
        for address in private:
            answer = browser.get(address)
            unknown = browser.get(ID.sub(lambda _: str(uuid4()), address))
            assert (answer.status, unknown.status) == (404, 404), f"{key} on {address}: {answer.status}"
            assert bare(answer.text()) == bare(unknown.text()), f"{key} tells {address} from an unknown one"


def bare(page):
    """A page without the language form's token, new each time, and without the address that was asked for."""
    return ID.sub("", TOKEN.sub("", page))


def time_passes(connection, *dossiers):
    for case_or_concern in dossiers:
        for table in ("cases_case", "concerns_concern"):
            connection.execute(f"UPDATE {table} SET erase_on = %s WHERE id = %s", [in_days(-1), case_or_concern])


def erased(day, administrator, maintenance, case, concern):
    """The night's jobs take both, with keys; receipts stay, and nobody finds anything."""
    found = {name: ID.search(address)[0] for name, address in (("case", case), ("concern", concern))}
    tasks = {ID.search(address)[0] for address in day.tasks.values()}
    dossiers = {*found.values(), *tasks}
    keys = [dossier_key(UUID(each)) for each in dossiers]
    assert len(keystore.store().unwrap(keys)) == len(keys)
    time_passes(maintenance, *found.values())
    erase_cases(organisation=str(named("gladsaxe")))
    erase_concerns(organisation=str(named("gladsaxe")))

    assert not keystore.store().unwrap(keys)
    receipts = administrator.execute(
        "SELECT dossier_id::text FROM audit_event WHERE name = 'sharing.erased'",
    ).fetchall()
    assert dossiers <= {receipt for (receipt,) in receipts}
    for key in ("alice", "dina", "hanne", "palle"):
        refused(day, key, case)
        refused(day, key, concern)
    for address in ("/", "/cases/", "/concerns/?view=decided", "/tasks/?view=done"):
        assert NAME not in day.at("alice", address).content()
    for table in ("cases_case", "concerns_concern", "plans_task", "people_person", "cases_entry"):
        assert administrator.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
