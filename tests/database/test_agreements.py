"""Agreements in the database's own hands: who reads a draft, who writes in it, and what no statement can do."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from tests import agreement_scene as scene
from tests.cast import actor, named
from tests.rich_case import PICTURE
from tests.stage import sign_in
from tvaers.accounts.sessions import hashed
from tvaers.agreements import actions
from tvaers.agreements.models import AgreementTheme
from tvaers.files.actions import keep_of_organisation
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import within

pytestmark = pytest.mark.django_db(transaction=True)

PARTS = {
    "agreements_agreementparty": "signatory",
    "agreements_agreementtheme": "text",
    "agreements_agreementaction": "text",
    "agreements_agreementindicator": "text",
    "agreements_agreementannex": "text",
}
NOT_ALLOWED, NOT_YOURS, NOT_WHOLE, CHANGED, SIGNED, WRONG_STATE = "42501", "TV060", "TV061", "TV062", "TV063", "TV064"
NO_FACTOR = "TV005"
NEW = "INSERT INTO agreements_agreement"
SIGN = "SELECT guard.sign_agreement(%s, %s)"


def done(statement, *parameters):
    """The SQLSTATE that a statement is refused with, or how many rows it touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as refused:
        return refused.__cause__.sqlstate


def rows(table, agreement):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE agreement_id = %s", [agreement])
        return cursor.fetchone()[0]


@pytest.fixture
def draft(acting_as):
    with acting_as("bo") as bo:
        return scene.draft(bo)


@pytest.fixture
def sent(acting_as):
    return scene.sent(acting_as)


@pytest.mark.parametrize("made", ["draft", "sent"])
@pytest.mark.parametrize("who", ["olga", "karen", "kirsten", "vera"])
def test_nobody_but_the_parties_reads_or_counts_what_is_under_way(request, acting_as, made, who):
    made = request.getfixturevalue(made)
    with acting_as(who):
        assert done("SELECT 1 FROM agreements_agreement WHERE id = %s", made) == 0
        assert done("SELECT 1 FROM agreements_agreement") == 0
        assert [rows(table, made) for table in (*PARTS, "agreements_agreementsignature")] == [0] * 6
    for party in ("alice", "hanne", "palle", "signe", "poul"):
        with acting_as(party):
            assert done("SELECT 1 FROM agreements_agreement WHERE id = %s", made) == 1
            assert all(rows(table, made) for table in PARTS)


def test_what_is_signed_all_at_work_read(acting_as):
    made = scene.signed(acting_as)
    with acting_as("olga"):
        assert done("SELECT 1 FROM agreements_agreement WHERE id = %s", made) == 1
        assert rows("agreements_agreementsignature", made) == 3
        assert all(rows(table, made) for table in PARTS)


def a_role(key, role):
    """What somebody of the cast would claim with another role."""
    return replace(actor(key).claims, roles=int(role))


@pytest.mark.parametrize("who", ["alice", "hanne", "palle", "signe", "gerda", "kirsten", "a coordinator elsewhere"])
def test_who_does_not_draft_for_a_party_writes_nothing_in_it(acting_as, draft, who):
    elsewhere, new = who == "a coordinator elsewhere", (named("x"), draft)
    with within(a_role("olga", Role.COORDINATOR) if elsewhere else actor(who).claims, route="test"):
        assert done("UPDATE agreements_agreement SET title = 'x' WHERE id = %s", draft) == 0
        for table, column in PARTS.items():
            assert done(f"UPDATE {table} SET {column} = 'x' WHERE agreement_id = %s", draft) == 0, table
            assert done(f"DELETE FROM {table} WHERE agreement_id = %s", draft) == 0, table
        assert (
            done(f"{NEW}theme (id, agreement_id, place, text, is_added) VALUES (%s, %s, 9, 'x', true)", *new)
            == NOT_ALLOWED
        )
        party = (*new, named("outside"))
        assert (
            done(f"{NEW}party (id, agreement_id, organisation_id, signatory) VALUES (%s, %s, %s, '')", *party)
            == NOT_ALLOWED
        )
        for call in ("send_agreement(%s, 1)", "drop_agreement(%s)"):
            assert done(f"SELECT guard.{call}", draft) == NOT_YOURS, call


def test_a_coordinator_of_another_party_writes_in_it(acting_as, draft):
    with within(a_role("hanne", Role.COORDINATOR), route="test"):
        assert done("UPDATE agreements_agreementtheme SET text = 'x' WHERE agreement_id = %s", draft) == 1


STEPS = (
    *(
        "state = 'signed'",
        "frame_id = gen_random_uuid()",
        "content_hash = sha256('')",
        "sending = 9",
        "sent_at = now()",
    ),
    *("signed_at = now()", "ended_on = NULL", "owner_id = NULL", "is_invented = true", "kind = 'renewal'"),
    *("previous_id = NULL", "signed_text = 'x'", "returned_why = 'x'", "drafted_at = now()"),
)


@pytest.mark.parametrize("column", STEPS)
def test_no_statement_takes_a_step(acting_as, draft, column):
    with acting_as("bo"):
        assert done(f"UPDATE agreements_agreement SET {column} WHERE id = %s", draft) == NOT_ALLOWED


@pytest.mark.parametrize("who", ["olga", "karen", "kirsten", "vera"])
@pytest.mark.parametrize("made", ["draft", "sent"])
def test_nobody_but_the_parties_reads_the_text_of_what_is_under_way(request, acting_as, made, who):
    made = request.getfixturevalue(made)

    def text():
        with connection.cursor() as cursor:
            cursor.execute("SELECT guard.agreement_text(%s)", [made])
            return cursor.fetchone()[0]

    with acting_as(who):
        assert text() is None
    with acting_as("hanne"):
        assert "Hurtig hjælp" in text()


def test_names_and_bases_are_kept_by_the_functions_alone(acting_as, draft):
    with acting_as("bo"):
        assert done("UPDATE agreements_agreement SET bases = '[]' WHERE id = %s", draft) == NOT_ALLOWED
        assert done("UPDATE agreements_agreementparty SET name = 'x' WHERE agreement_id = %s", draft) == NOT_ALLOWED
        party = (named("x"), draft, named("outside"), "Falsk navn")
        columns = "(id, agreement_id, organisation_id, name, signatory) VALUES (%s, %s, %s, %s, '')"
        assert done(f"{NEW}party {columns}", *party) == NOT_ALLOWED
        assert done(f"{NEW}party {columns}", *party[:3], "") == 1


BORN_WRONG = (
    *({"state": "signed"}, {"state": "sent"}, {"owner_id": named("herlev")}, {"frame_id": named("Prøveaftalen")}),
    *({"sending": 1}, {"content_hash": b"x"}, {"is_invented": True}, {"signed_text": "i går"}),
    {"bases": "[]"},
)


def born(**changed):
    """Whether an agreement can be written so: the SQLSTATE, or 1."""
    columns = {
        "id": named("born"),
        "kind": "first",
        "title": "",
        "signed_text": "",
        "purpose": "",
        "source": "",
        "is_invented": False,
        "state": "draft",
        "owner_id": named("gladsaxe"),
    } | changed
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    return done(f"INSERT INTO agreements_agreement ({names}) VALUES ({marks})", *columns.values())


@pytest.mark.parametrize("changed", BORN_WRONG, ids=str)
def test_no_agreement_is_born_but_as_a_draft_of_the_own(acting_as, changed):
    with acting_as("bo"):
        assert born(**changed) == NOT_ALLOWED


def test_a_draft_is_begun_by_who_drafts(acting_as):
    for who in ("alice", "signe", "gerda"):
        with acting_as(who):
            assert born() == NOT_ALLOWED
    with acting_as("bo"):
        assert born() == 1


def test_an_agreement_is_never_deleted(acting_as, draft):
    with acting_as("bo"):
        assert done("DELETE FROM agreements_agreement WHERE id = %s", draft) == NOT_ALLOWED


def test_a_sent_text_does_not_change(acting_as, sent):
    with acting_as("bo"):
        assert done("UPDATE agreements_agreement SET title = 'x' WHERE id = %s", sent) == 0
        for table, column in PARTS.items():
            assert done(f"UPDATE {table} SET {column} = 'x' WHERE agreement_id = %s", sent) == 0, table
            assert done(f"DELETE FROM {table} WHERE agreement_id = %s", sent) == 0, table


@pytest.mark.parametrize("who", ["bo", "alice", "kirsten", "olga"])
def test_who_is_no_signatory_of_a_party_signs_nothing(acting_as, sent, who):
    with acting_as("bo"):
        shown = scene.shown(sent)
    with scene.present(who):
        assert done(SIGN, sent, shown) == NOT_YOURS


def test_nobody_signs_without_a_factor_shown_just_now(acting_as, sent, as_administrator):
    with acting_as("signe"):
        assert done(SIGN, sent, scene.shown(sent)) == NO_FACTOR
    with scene.present("signe"):
        as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '61 seconds'")
        assert done(SIGN, sent, scene.shown(sent)) == NO_FACTOR
    with within(replace(actor("sonja").claims, session=hashed(sign_in("poul"))), route="test"):
        assert done(SIGN, sent, scene.shown(sent)) == NO_FACTOR, "somebody else's session"


def test_nobody_signs_what_was_not_shown_not_sent_or_signed(acting_as, draft, sent):
    with scene.present("signe"):
        shown = scene.shown(sent)
        assert done(SIGN, sent, bytes(32)) == CHANGED
        assert done(SIGN, sent, None) == CHANGED
        assert done(SIGN, draft, shown) == WRONG_STATE
        assert done(SIGN, sent, shown) == 1
        assert done(SIGN, sent, shown) == SIGNED


def test_a_text_that_was_changed_behind_the_programs_back_is_not_signed(acting_as, sent, as_administrator):
    as_administrator.execute(
        "UPDATE agreements_agreementannex SET text = 'Alt må deles.' WHERE agreement_id = %s", [sent]
    )
    with scene.present("signe"):
        assert done(SIGN, sent, scene.shown(sent)) == CHANGED


def test_a_signature_is_written_by_its_function_alone_and_stays(acting_as, sent, as_maintenance):
    scene.signed_by("signe", sent)
    with acting_as("sonja"):
        columns = "agreement_id, member_id, name, title, sending, content_hash, factor"
        forged = (
            f"{NEW}signature (id, organisation_id, {columns})"
            f" SELECT gen_random_uuid(), %s, {columns} FROM agreements_agreementsignature"
        )
        assert done(forged, named("herlev")) == NOT_ALLOWED
        assert done("UPDATE agreements_agreementsignature SET name = 'x'") == NOT_ALLOWED
        assert done("DELETE FROM agreements_agreementsignature") == NOT_ALLOWED
    for statement in (
        "UPDATE agreements_agreementsignature SET name = 'x'",
        "DELETE FROM agreements_agreementsignature",
    ):
        with pytest.raises(Exception, match="append-only"), as_maintenance.transaction():
            as_maintenance.execute(statement)


@pytest.mark.parametrize("function", ["agreement_content", "agreement_hash", "frame_agreement"])
def test_what_the_steps_are_made_of_nobody_calls(acting_as, draft, function):
    with acting_as("bo"):
        assert done(f"SELECT guard.{function}(%s)", draft) == NOT_ALLOWED


@pytest.mark.parametrize("who", ["alice", "olga", "kirsten", "gerda"])
def test_who_neither_drafts_nor_signs_for_a_party_sends_nothing_back(acting_as, sent, who):
    with acting_as(who):
        assert done("SELECT guard.take_agreement_back(%s, 'x')", sent) == NOT_YOURS


@pytest.mark.parametrize("part", ["action", "indicator"])
def test_nothing_is_written_below_the_theme_of_another_text(acting_as, draft, sent, part):
    with acting_as("bo"):
        other = AgreementTheme.objects.get(agreement_id=sent).id
        own = AgreementTheme.objects.get(agreement_id=draft).id
        more = {"action": ("target", "''"), "indicator": ("target, measure", "'', ''")}[part]
        written = (
            f"{NEW}{part} (id, agreement_id, theme_id, place, text, {more[0]}) VALUES (%s, %s, %s, 9, 'x', {more[1]})"
        )
        moved = f"UPDATE agreements_agreement{part} SET theme_id = %s WHERE agreement_id = %s"
        assert done(written, named("below"), draft, other) == NOT_ALLOWED
        assert done(moved, other, draft) == NOT_ALLOWED
        assert done(written, named("below"), draft, own) == 1


def test_no_draft_feels_for_an_agreement_that_is_hidden(acting_as, draft):
    with within(a_role("olga", Role.COORDINATOR), route="test"):
        for previous in (draft, named("of nothing")):
            assert born(kind="renewal", owner_id=named("outside"), previous_id=previous) == NOT_ALLOWED


@pytest.mark.parametrize("purposes", [128, 129, 256, -1])
def test_what_is_no_purpose_of_an_agreement_is_not_sent(acting_as, draft, purposes):
    with acting_as("bo"):
        assert done("UPDATE agreements_agreement SET purposes = %s WHERE id = %s", purposes, draft) == 1
        assert done("SELECT guard.send_agreement(%s, %s)", draft, scene.version(draft)) == NOT_WHOLE


@pytest.fixture
def files(acting_as):
    """A file of Gladsaxe's that Herlev may read, and one of the police's that nobody else knows of."""
    made = {}
    for key, who, audience in (("shown", "gerda", [named("herlev")]), ("hidden", "poul", [])):
        with acting_as(who) as somebody:
            made[key] = keep_of_organisation(by=somebody, title="Internt", upload=PICTURE, audience=audience)
    return made


ANNEX = f"{NEW}annex (id, agreement_id, place, kind, title, text, file_id, digest) VALUES (%s, %s, 9, 'other', 'x', '',"


def annexed(draft, file, digest="0" * 64):
    return done(f"{ANNEX} %s, %s)", named("annex"), draft, file, digest)


def test_nobody_makes_a_file_of_others_an_annex_nor_feels_for_one(acting_as, draft, files):
    with within(a_role("hanne", Role.COORDINATOR), route="test"):
        assert done("SELECT 1 FROM files_organisationfile") == 1
        refused = {annexed(draft, file) for file in (*files.values(), named("of nothing"))}
        assert refused == {NOT_ALLOWED}, "read it or not, there or not"
    with acting_as("bo"):
        assert annexed(draft, files["hidden"]) == NOT_ALLOWED
        assert annexed(draft, files["shown"]) == 1


def test_an_annex_gives_its_file_to_the_parties_and_never_changes_which(acting_as, draft, files, as_administrator):
    with acting_as("bo"):
        assert annexed(draft, files["shown"]) == 1
        for column in ("file_id = NULL", "digest = ''", "file_id = gen_random_uuid()"):
            assert done(f"UPDATE agreements_agreementannex SET {column}") == NOT_ALLOWED
        assert done("DELETE FROM files_organisationfile") == 0
    for who, number in {"palle": 2, "karen": 0, "olga": 0, "vera": 0}.items():
        with acting_as(who):
            assert done("SELECT 1 FROM files_organisationfile") == number, who
            assert done("SELECT 1 FROM files_organisationfilecontent") == number, who
            assert done("SELECT 1 WHERE guard.reads_annex(%s)", files["shown"]) == (who == "palle")
            assert done("SELECT 1 WHERE guard.is_annex(%s)", files["shown"]) == 0
    with pytest.raises(Exception, match="foreign key"), as_administrator.transaction():
        as_administrator.execute("DELETE FROM files_organisationfile WHERE id = %s", [files["shown"]])


@pytest.mark.parametrize("digest", ["", "x", "G" * 64])
def test_a_file_has_its_fingerprint(acting_as, draft, files, digest):
    with acting_as("bo"):
        assert annexed(draft, files["shown"], digest) == "23514"


def test_an_annex_stays_in_the_text_it_was_put_into(acting_as, draft):
    """Who drafts two texts does not carry another party's file from the one to the parties of the other."""
    with acting_as("bo") as bo:
        annex = scene.attached(bo, draft)
    other = named("born")
    with within(a_role("hanne", Role.COORDINATOR), route="test"):
        assert born(owner_id=named("herlev")) == 1
        party = "(id, agreement_id, organisation_id, signatory, name) VALUES (%s, %s, %s, '', '')"
        assert done(f"{NEW}party {party}", named("party"), other, named("association")) == 1
        for table in PARTS:
            moved = done(f"UPDATE {table} SET agreement_id = %s WHERE agreement_id = %s", other, draft)
            assert moved in {NOT_ALLOWED, "TV028"}, table
    with acting_as("vera"):
        assert done("SELECT 1 FROM files_organisationfilecontent WHERE id = %s", annex.file_id) == 0


@pytest.mark.parametrize("has_left", [False, True])
def test_whoever_signed_gives_an_annex_on_to_nobody_but_who_goes_on_with_it(acting_as, as_administrator, has_left):
    """Another party's file is put into no text of one's own; what follows the agreement keeps it."""
    with acting_as("bo") as bo:
        draft = scene.draft(bo)
        file = scene.attached(bo, draft).file_id
        actions.send(by=bo, agreement=draft, version=scene.version(draft))
    for who in scene.SIGNATORIES:
        scene.signed_by(who, draft)
    if has_left:
        left = "UPDATE agreements_agreementparty SET left_on = current_date - 1 WHERE organisation_id = %s"
        as_administrator.execute(left, [named("herlev")])
    follows = {"owner_id": named("herlev"), "kind": "renewal", "previous_id": draft}
    party = "(id, agreement_id, organisation_id, signatory, name) VALUES (%s, %s, %s, '', '')"
    with within(a_role("hanne", Role.COORDINATOR), route="test"):
        assert born(owner_id=named("herlev")) == 1
        assert done(f"{NEW}party {party}", named("party"), named("born"), named("association")) == 1
        assert annexed(named("born"), file) == NOT_ALLOWED
        assert born(id=named("following"), **follows) == 1
        assert annexed(named("following"), file) == (NOT_ALLOWED if has_left else 1)
    with acting_as("vera"):
        assert done("SELECT 1 FROM files_organisationfilecontent WHERE id = %s", file) == 0
