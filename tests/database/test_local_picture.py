"""The local picture in the database's own hands: who reads, who writes, in whose name, to whom and for how long."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests import agreement_scene
from tests import picture_scene as scene
from tests.cast import named
from tests.database.scene import enter, refused
from tests.hostile_files import png
from tvaers.agreements.models import AgreementAnnex
from tvaers.files.cleaning import Clean
from tvaers.files.models import OrganisationFile, OrganisationFileContent
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.localpicture import tasks
from tvaers.sharing.acting import system_claims

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED, ANOTHER_NAME, NO_AUTHORITY, NUMBER = "42501", "TV042", "TV097", "23514"
PICTURE = Clean(kind=Kind.PNG, content=png())
TABLES = ("bulletin", "bulletinnote", "bulletinthanks", "areastate", "areafact")
BULLETIN = """
INSERT INTO localpicture_bulletin (id, owner_id, audience, by_id, kind, certainty, area_id, spot, happened_at, title,
    text, size, ages, anchors, is_lasting, expires_at)
VALUES (%(id)s, %(owner)s, %(audience)s, %(by)s, 'mood', 'observed', %(area)s, '', now(), %(title)s, '', '', '{}', '',
    false, now() + make_interval(days => %(days)s))
"""


def row(**changes):
    plain = {"id": uuid4(), "owner": named("gladsaxe"), "by": named("dina"), "audience": [named("herlev")]}
    return plain | {"area": scene.PARK, "title": "Stille", "days": 14} | changes


@pytest.fixture
def there(cast, as_maintenance):
    """A bulletin with a follow-up and thanks, a state and a fact, for Herlev and the police."""
    scene.drawn(as_maintenance)
    made = {"bulletin": scene.written(), "areastate": scene.said(), "areafact": scene.known()}
    for table, column in (("bulletinnote", "text"), ("bulletinthanks", "thanked_at")):
        value = "now()" if column == "thanked_at" else "'Fulgt op.'"
        as_maintenance.execute(
            f"INSERT INTO localpicture_{table} (id, bulletin_id, owner_id, by_id, {column})"
            f" VALUES (gen_random_uuid(), %s, %s, %s, {value})",
            [made["bulletin"], named("herlev"), named("hanne")],
        )
    return made


def counts(connection, who, **changes):
    with connection.transaction(force_rollback=True):
        enter(connection, who, **changes)
        return [connection.execute(f"SELECT count(*) FROM localpicture_{table}").fetchone()[0] for table in TABLES]


SEEN = (
    ("dina", 1),
    ("gerda", 1),
    ("hanne", 1),
    ("palle", 1),
    ("olga", 0),
    ("karen", 0),
    ("vera", 0),
    ("hugo", 0),
)


def test_owner_and_audience_read_it_and_nobody_else(there, as_app, subtests):
    for who, sees in SEEN:
        with subtests.test(who):
            assert counts(as_app, who) == [sees] * len(TABLES)


def test_without_a_context_there_is_an_error_and_no_empty_list(there, as_app, as_maintenance):
    follows = "INSERT INTO localpicture_subscription (id, owner_id, by_id, kind) VALUES (%s, %s, %s, '')"
    as_maintenance.execute(follows, [uuid4(), named("herlev"), named("hanne")])
    look = "INSERT INTO localpicture_lastlook (id, owner_id) VALUES (%s, %s)"
    as_maintenance.execute(look, [named("hanne"), named("herlev")])
    for table in (*TABLES, "subscription", "lastlook"):
        with pytest.raises(psycopg.Error), as_app.transaction():
            as_app.execute(f"SELECT count(*) FROM localpicture_{table}")


def test_when_its_day_is_over_only_the_owner_reads_it(there, as_app, as_maintenance):
    for table in ("bulletin", "areastate", "areafact"):
        scene.over(as_maintenance, there[table], table=table)
    assert counts(as_app, "dina") == [1] * len(TABLES)
    assert counts(as_app, "hanne") == counts(as_app, "palle") == [0] * len(TABLES)


WRITTEN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("dina", {}, ""),
    ("dina", {"by": named("alice")}, ANOTHER_NAME),
    ("dina", {"owner": named("herlev")}, NOT_ALLOWED),
    ("dina", {"audience": [named("association")]}, NO_AUTHORITY),
    ("dina", {"audience": [named("herlev"), named("housing")]}, NO_AUTHORITY),
    ("dina", {"audience": [uuid4()]}, NO_AUTHORITY),
    ("dina", {"days": 62}, NOT_ALLOWED),
    ("dina", {"title": "Set 010203-1234 ved hallen"}, NUMBER),
    ("dina", {"title": "Set 0102031234"}, NUMBER),
    ("dina", {"title": "Set 010203 – 1234"}, NUMBER),
    ("vera", {"owner": named("association"), "by": named("vera")}, NO_AUTHORITY),
    ("gerda", {"by": named("gerda")}, NOT_ALLOWED),
    ("stine", {"by": named("stine")}, NOT_ALLOWED),
    ("hanne", {"by": named("hanne")}, NOT_ALLOWED),
)


def test_who_works_with_people_writes_in_the_own_name_to_authorities(there, as_app, subtests):
    for who, changes, code in WRITTEN:
        with subtests.test(who, changes=changes), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert refused(as_app, BULLETIN, row(**changes)) == code


NOTE = """INSERT INTO localpicture_bulletinnote (id, bulletin_id, owner_id, by_id, text)
VALUES (gen_random_uuid(), %s, %s, %s, %s)"""


FOLLOWED_UP = (
    ("hanne", "herlev", "hanne", "Set igen.", ""),
    ("hanne", "herlev", "palle", "Set igen.", ANOTHER_NAME),
    ("hanne", "police", "hanne", "Set igen.", NOT_ALLOWED),
    ("hanne", "herlev", "hanne", "Set 010203-1234", NUMBER),
    ("olga", "outside", "olga", "Set igen.", NOT_ALLOWED),
    ("henrik", "herlev", "henrik", "Set igen.", NOT_ALLOWED),
)


def test_its_readers_follow_it_up(there, as_app, subtests):
    for who, organisation, by, text, code in FOLLOWED_UP:
        written = [there["bulletin"], named(organisation), named(by), text]
        case = {"organisation": organisation, "by": by, "text": text}
        with subtests.test(who, **case), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert refused(as_app, NOTE, written) == code


def test_nothing_is_followed_up_when_it_is_over(there, as_app, as_maintenance):
    scene.over(as_maintenance, there["bulletin"])
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, NOTE, [there["bulletin"], named("gladsaxe"), named("dina"), "Set."]) == NOT_ALLOWED


ENDED = (
    ("dina", 1),
    ("alice", 1),
    ("erik", 0),
    ("hanne", 0),
    ("palle", 0),
    ("gerda", 0),
)


def test_the_author_or_who_decides_ends_it_and_only_sooner(there, as_app, subtests):
    for who, ends in ENDED:
        with subtests.test(who):
            with as_app.transaction(force_rollback=True):
                enter(as_app, who)
                for table in ("bulletin", "areafact"):
                    changed = as_app.execute(f"UPDATE localpicture_{table} SET expires_at = now()")
                    assert changed.rowcount == ends, table
            if ends:
                with as_app.transaction(force_rollback=True):
                    enter(as_app, who)
                    later = "UPDATE localpicture_bulletin SET expires_at = expires_at + interval '1 day'"
                    assert refused(as_app, later) == "TV028"


STAYS = (
    "UPDATE localpicture_bulletin SET title = 'Andet'",
    "UPDATE localpicture_bulletin SET audience = '{}'",
    "UPDATE localpicture_bulletinnote SET text = 'Andet'",
    "UPDATE localpicture_areastate SET level = 'calm'",
    "UPDATE localpicture_bulletinthanks SET by_id = by_id",
    "TRUNCATE localpicture_bulletin CASCADE",
)


def test_what_was_written_stays_as_it_was(there, as_app, subtests):
    for statement in STAYS:
        with subtests.test(statement), as_app.transaction(force_rollback=True):
            enter(as_app, "dina")
            assert refused(as_app, statement) == NOT_ALLOWED


def test_a_state_is_put_by_who_decides(there, as_app):
    put = """INSERT INTO localpicture_areastate (id, owner_id, audience, by_id, area_id, level, reason, expires_at)
    VALUES (gen_random_uuid(), %s, '{}', %s, %s, 'calm', 'Stille.', now() + make_interval(days => %s))"""
    for who, days, code in (("alice", 7, ""), ("alice", 40, NOT_ALLOWED), ("dina", 7, NOT_ALLOWED)):
        with as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert refused(as_app, put, [named("gladsaxe"), named(who), scene.PARK, days]) == code, who


def test_thanks_looks_and_what_one_follows_are_ones_own(there, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "palle")
        assert as_app.execute("DELETE FROM localpicture_bulletinthanks").rowcount == 0
        thanks = """INSERT INTO localpicture_bulletinthanks (id, bulletin_id, owner_id, by_id)
        VALUES (gen_random_uuid(), %s, %s, %s)"""
        assert refused(as_app, thanks, [there["bulletin"], named("police"), named("ellen")]) == ANOTHER_NAME
        follows = "INSERT INTO localpicture_subscription (id, owner_id, by_id, kind) VALUES (%s, %s, %s, '')"
        assert refused(as_app, follows, [uuid4(), named("police"), named("ellen")]) == NOT_ALLOWED
        assert refused(as_app, follows, [uuid4(), named("police"), named("palle")]) == ""
        look = "INSERT INTO localpicture_lastlook (id, owner_id) VALUES (%s, %s)"
        assert refused(as_app, look, [named("ellen"), named("police")]) == NOT_ALLOWED
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert as_app.execute("DELETE FROM localpicture_bulletinthanks").rowcount == 1


def test_only_the_night_erases_and_only_what_ended_a_year_ago(there, as_app, as_maintenance):
    scene.over(as_maintenance, there["bulletin"], days=364)
    scene.over(as_maintenance, there["areafact"], days=366, table="areafact")
    for who in ("dina", "alice", "gerda"):
        with as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert as_app.execute("DELETE FROM localpicture_areafact").rowcount == 0
    with as_app.transaction(force_rollback=True):
        enter(as_app, system_claims(named("herlev"), categories=Category(0), purposes=Purpose(0)))
        assert as_app.execute("DELETE FROM localpicture_areafact").rowcount == 0
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    assert counts(as_app, "dina") == [1, 1, 1, 1, 0]
    with clock.frozen(clock.now() + timedelta(days=1)):
        scene.over(as_maintenance, there["bulletin"], days=367)
        tasks.erase_ended(organisation=str(named("gladsaxe")))
    # What hung on it went with it.
    assert counts(as_app, "dina") == [0, 0, 0, 1, 0]


def test_the_night_erases_the_picture_with_its_bulletin(there, acting_as, as_maintenance):
    bulletin = scene.written(picture=PICTURE)
    scene.over(as_maintenance, bulletin, days=370)
    as_maintenance.execute("UPDATE files_organisationfile SET until_at = now() - interval '370 days'")
    tasks.erase_ended(organisation=str(named("herlev")))
    with acting_as("dina"):
        assert OrganisationFile.objects.count() == 1
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    with acting_as("dina"):
        assert OrganisationFile.objects.count() == 0
        assert OrganisationFileContent.objects.count() == 0


FILES_OUT = (
    ("dina", 1),
    ("alice", 1),
    ("erik", 0),
    ("hanne", 0),
)


def test_who_kept_a_file_of_the_organisation_or_decides_takes_it_out(there, as_app, subtests):
    scene.written(picture=PICTURE)
    for who, gone in FILES_OUT:
        with subtests.test(who), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert as_app.execute("UPDATE files_organisationfile SET audience = '{}'").rowcount == gone
            assert as_app.execute("DELETE FROM files_organisationfile").rowcount == gone


TAKEN_OUT = (
    ("hanne", 1),
    ("dina", 1),
    ("bo", 1),
    ("alice", 1),
    ("erik", 0),
    ("gerda", 0),
    ("palle", 0),
    ("olga", 0),
)


def test_a_follow_up_is_taken_out_by_its_writer_and_by_who_answers_for_the_bulletin(there, as_app, subtests):
    """It may have come to name somebody."""
    for who, gone in TAKEN_OUT:
        with subtests.test(who), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert as_app.execute("DELETE FROM localpicture_bulletinnote").rowcount == gone


def test_a_picture_that_somebody_made_an_annex_stays_and_all_else_goes(there, acting_as, as_maintenance, as_app):
    with acting_as("bo") as bo:
        agreement_scene.attached(bo, agreement_scene.draft(bo))
    bulletin = scene.written(picture=PICTURE)
    picture = as_maintenance.execute("SELECT picture_id FROM localpicture_bulletin WHERE id = %s", [bulletin])
    scene.over(as_maintenance, bulletin, days=370)
    scene.over(as_maintenance, there["areafact"], days=370, table="areafact")
    as_maintenance.execute("UPDATE files_organisationfile SET until_at = now() - interval '370 days'")
    as_maintenance.execute(
        "UPDATE agreements_agreementannex SET file_id = %s WHERE file_id IS NOT NULL", [picture.fetchone()[0]]
    )
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    assert counts(as_app, "dina")[0] == 1, "the other bulletin holds"
    assert counts(as_app, "dina")[-1] == 0
    with acting_as("bo"):
        annexed = AgreementAnnex.objects.exclude(file=None).values_list("file_id", flat=True).get()
        assert OrganisationFileContent.objects.filter(id=annexed).exists()
