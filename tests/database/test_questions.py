"""Questions in the database's own hands: who asks whom, who sees it, and that a decline tells nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene
from tests import question_scene as scene
from tests.cast import actor, named
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import Role
from tvaers.sharing import actions as sharing
from tvaers.sharing import asking, questions
from tvaers.sharing.acting import acting
from tvaers.sharing.actions import NoSuchAccessError, NotYoursToGiveError, WrongReceiverError, WrongTimeError
from tvaers.sharing.enums import QuestionState

pytestmark = pytest.mark.django_db(transaction=True)
MISSING, POLICY = "TV021", "42501"
TABLES = ("sharing_question", "sharing_questionanswer", "sharing_questiondisclosure")


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def met(statement, *parameters):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.fixture
def case(cast, db, acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def question(acting_as, case):
    with acting_as("alice") as alice:
        return scene.ask(alice, case)


def state(acting_as, who, question):
    with acting_as(who) as somebody:
        found = questions.question_with(question, actor=somebody)
        return found and found.state


def answered(acting_as, question, *, is_whole=True):
    """Hanne offers something to Alice and says that it answers the question."""
    with acting_as("hanne") as hanne:
        group = scene.offer_to_alice(scene.own_case(hanne, named("herlev-ssp")))
        asking.answer(question=question, group=group, is_whole=is_whole)
    return group


# --- who sees it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "bo", "frida", "hanne"])
def test_who_works_on_the_case_and_the_one_asked_see_it(acting_as, question, who):
    with acting_as(who) as somebody:
        found = questions.question_with(question, actor=somebody)
        assert (found.who, found.wanted, found.why) == (scene.WHO, scene.WANTED, scene.WHY)
        assert (found.about is not None) == (who != "hanne")


@pytest.mark.parametrize("who", ["carl", "henrik", "sonja", "palle", "karen", "olga", "vera", "gerda"])
def test_nobody_else_does_in_list_detail_or_count(acting_as, question, who):
    answered(acting_as, question)
    with acting_as(who) as somebody:
        assert questions.question_with(question, actor=somebody) is None
        assert questions.to_me(actor=somebody) == questions.by_us(actor=somebody)[0] == []
        for table in TABLES:
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        assert rows("SELECT count(*) FROM sharing_dossier WHERE id = %s", question) == [(0,)]
        assert rows("SELECT count(*) FROM sharing_access WHERE dossier_id = %s", question) == [(0,)]


def test_it_is_over_on_the_next_statement_when_what_it_stands_on_ends(acting_as, question, as_maintenance):
    with acting_as("hanne") as hanne:
        assert questions.to_me(actor=hanne)
        as_maintenance.execute(
            "UPDATE sharing_frame SET ended_at = statement_timestamp() WHERE id = %s", [case_scene.AGREEMENT]
        )
        as_maintenance.commit()
        assert questions.to_me(actor=hanne) == []
        assert rows("SELECT count(*) FROM sharing_question") == [(0,)]
    assert state(acting_as, "alice", question) is QuestionState.ENDED


def test_it_is_a_disclosure_and_ends_by_itself(acting_as, question):
    with acting_as("alice"):
        ((categories, may, source, until, necessity),) = rows(
            "SELECT a.categories, a.may, a.source, a.until_at, d.group_id FROM sharing_access a"
            " JOIN sharing_disclosure d ON d.id = a.id WHERE a.dossier_id = %s",
            question,
        )
        assert (categories, may, source) == (int(Category.IDENTITY | Category.CONCERN), 1, "disclosure")
        assert necessity
        assert until <= clock.now() + timedelta(weeks=6)


# --- who asks whom --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        # An association, a colleague of one's own, a role that does not work across organisations, somebody outside.
        ("vera", WrongReceiverError),
        ("bo", WrongReceiverError),
        ("sonja", WrongReceiverError),
        ("henrik", WrongReceiverError),
        ("olga", sharing.NoFrameError),
    ],
)
def test_who_is_not_asked(acting_as, case, who, refused):
    with acting_as("alice") as alice, pytest.raises(refused):
        scene.ask(alice, case, member=named(who))


@pytest.mark.parametrize("who", ["carl", "hanne", "olga"])
def test_nobody_asks_from_what_they_do_not_see(acting_as, case, who):
    with acting_as(who) as somebody, pytest.raises(NoSuchAccessError):
        scene.ask(somebody, case, member=named("palle"))


def test_who_works_on_the_street_asks_nobody(acting_as, case):
    with acting_as("alice"):
        sharing.let_in(dossier=case, member=named("dina"), categories=Category.PLAN | Category.CONCERN)
    with acting_as("dina") as dina, pytest.raises(NotYoursToGiveError):
        scene.ask(dina, case)


def test_an_association_asks_nobody(acting_as, case, as_maintenance):
    """Whatever the register of legal bases and the frames say (R4)."""
    as_maintenance.execute(
        "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)",
        [case_scene.AGREEMENT, named("association")],
    )
    as_maintenance.execute(
        "UPDATE sharing_legalbasisversion SET sender_kinds = sender_kinds || '{association}'::varchar[]"
    )
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [named("vera")])
    as_maintenance.commit()
    with acting(replace(actor("vera"), roles=int(Role.COORDINATOR)), route="test") as vera:
        own = scene.own_case(vera, None)
        with pytest.raises(NotYoursToGiveError):
            scene.ask(vera, own)


def test_it_lasts_six_weeks_at_most(acting_as, case):
    with acting_as("alice") as alice, pytest.raises(WrongTimeError):
        scene.ask(alice, case, until=clock.now() + timedelta(weeks=7))


def test_it_is_put_once_and_only_as_it_was_written(acting_as, question):
    put = "SELECT guard.put_question(%s, 1, %s, %s, now() + interval '1 week')"
    with acting_as("alice"):
        assert met(put, question, case_scene.AGREEMENT, case_scene.BASES["rpl-115-1"]) == MISSING
        assert met("UPDATE sharing_question SET asked_member_id = %s", named("palle")) == POLICY
        assert met("DELETE FROM sharing_question") == POLICY


def test_a_case_is_no_question(acting_as, case):
    with acting_as("alice"):
        inserted = (
            "INSERT INTO sharing_question (id, who, wanted, asked_member_id, asked_by) VALUES (%s, '', '', %s, %s)"
        )
        assert met(inserted, case, named("hanne"), named("alice")) == POLICY


# --- what an answer tells -------------------------------------------------------------------------------


def test_a_decline_is_told_on_the_next_day_and_looks_the_same_until_then(acting_as, question, as_administrator):
    everything = [
        *(f"SELECT * FROM {table}" for table in TABLES),
        "SELECT * FROM sharing_access ORDER BY id",
        "SELECT name, object_id, detail FROM audit_event ORDER BY id",
        "SELECT * FROM sharing_disclosure",
        "SELECT * FROM sharing_link ORDER BY id",
    ]
    with acting_as("alice"):
        before = [rows(statement) for statement in everything]
    with acting_as("hanne"):
        asking.decline(question=question)
    assert state(acting_as, "hanne", question) is QuestionState.DECLINED
    with acting_as("alice"):
        assert [rows(statement) for statement in everything] == before
    assert state(acting_as, "alice", question) is QuestionState.ASKED
    ((told,),) = as_administrator.execute("SELECT told_at FROM sharing_questionanswer").fetchall()
    assert told.astimezone(clock.COPENHAGEN).time().isoformat() == "00:00:00"
    assert told.astimezone(clock.COPENHAGEN).date() == clock.today() + timedelta(days=1)
    scene.tell(as_administrator)
    assert state(acting_as, "alice", question) is QuestionState.DECLINED


def test_what_was_asked_is_not_given_back(acting_as, question):
    with acting_as("hanne") as hanne:
        (found,) = questions.to_me(actor=hanne)
        with pytest.raises(NoSuchAccessError):
            sharing.end_group(group=found.group)


@pytest.mark.parametrize("is_whole", [True, False])
def test_an_answer_is_a_disclosure_and_is_told_at_once(acting_as, question, is_whole):
    group = answered(acting_as, question, is_whole=is_whole)
    with acting_as("alice") as alice:
        found = questions.question_with(question, actor=alice)
        assert found.state is (QuestionState.WHOLE if is_whole else QuestionState.PART)
        assert found.groups == (group,)


def test_the_rest_stays_open_or_is_declined_in_words(acting_as, question):
    answered(acting_as, question, is_whole=False)
    with acting_as("hanne"):
        asking.settle(question=question, is_declined=True, words="Helbred deler vi ikke.")
    with acting_as("alice") as alice:
        found = questions.question_with(question, actor=alice)
        assert (found.state, found.words) == (QuestionState.REST_DECLINED, "Helbred deler vi ikke.")
    answered(acting_as, question)
    assert state(acting_as, "alice", question) is QuestionState.WHOLE


DECLINE = "SELECT guard.decline_question(%s)"
SETTLE = "SELECT guard.settle_question(%s, true, '')"
ANSWER = "SELECT guard.answer_question(%s, %s, true)"


@pytest.mark.parametrize("who", ["alice", "bo", "carl", "henrik", "palle", "olga", "vera"])
def test_only_the_one_asked_answers(acting_as, question, who):
    group = answered(acting_as, question, is_whole=False)
    with acting_as(who):
        assert met(DECLINE, question) == MISSING
        assert met(SETTLE, question) == MISSING
        assert met(ANSWER, question, group) == MISSING


def test_who_was_shown_the_question_is_not_asked(acting_as, question):
    """Palle, to whom the question itself is shared like anything else."""
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named("police"), member=named("palle")),
        purpose=scene.Purpose.SSP,
        frame=case_scene.AGREEMENT,
        necessity="Så du ved, at vi har spurgt.",
        until=clock.now() + timedelta(days=9),
    )
    with acting_as("alice"):
        group = sharing.share(parts={question: Category.IDENTITY}, terms=terms)
    with acting_as("palle") as palle:
        sharing.answer_group(by=palle, group=group, accepted=True)
        assert rows("SELECT count(*) FROM sharing_question") == [(1,)]
        assert met(DECLINE, question) == MISSING


def test_what_is_no_answer(acting_as, question, case):
    with acting_as("hanne") as hanne:
        # Nothing at all, and what others gave to others.
        assert met(ANSWER, question, named("nothing")) == MISSING
        assert met(SETTLE, question) == MISSING
        own = scene.own_case(hanne, named("herlev-ssp"))
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("police"), member=named("palle")),
            purpose=scene.Purpose.SSP,
            frame=case_scene.AGREEMENT,
            necessity="Til politiet, ikke til Gladsaxe.",
            until=clock.now() + timedelta(days=9),
        )
        elsewhere = sharing.share(parts={own: Category.PLAN}, terms=terms)
        assert met(ANSWER, question, elsewhere) == MISSING
    case_scene.share(acting_as, case, Category.PLAN, to="hanne")
    with acting_as("hanne"):
        ((theirs,),) = rows(
            "SELECT d.group_id FROM sharing_disclosure d JOIN sharing_access a ON a.id = d.id WHERE a.dossier_id = %s",
            case,
        )
        assert met(ANSWER, question, theirs) == MISSING


def test_an_answer_is_not_declined_afterwards(acting_as, question):
    answered(acting_as, question)
    with acting_as("hanne"):
        assert met(DECLINE, question) == MISSING


def test_what_was_taken_back_is_answered_no_more(acting_as, question):
    with acting_as("alice") as alice:
        (found,), _more = questions.by_us(actor=alice)
        sharing.end_group(group=found.group)
    with acting_as("hanne") as hanne:
        assert questions.to_me(actor=hanne) == []
        assert met(DECLINE, question) == MISSING
    assert state(acting_as, "alice", question) is QuestionState.WITHDRAWN


# --- how it goes ----------------------------------------------------------------------------------------


def test_it_goes_with_the_dossier_that_it_was_asked_from(acting_as, question, case, as_administrator):
    answered(acting_as, question)
    with acting_as("alice"):
        sharing.erase(dossier=case, why="test")
    for table in TABLES:
        assert as_administrator.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_it_goes_after_half_a_year(acting_as, question, case, as_administrator):
    from tvaers.sharing import tasks  # noqa: PLC0415 - as the queue finds it

    tasks.erase_questions(organisation=str(named("gladsaxe")))
    assert as_administrator.execute("SELECT count(*) FROM sharing_question").fetchone() == (1,)
    as_administrator.execute("UPDATE sharing_question SET asked_at = asked_at - interval '183 days'")
    tasks.erase_questions(organisation=str(named("herlev")))
    assert as_administrator.execute("SELECT count(*) FROM sharing_question").fetchone() == (1,)
    tasks.erase_questions(organisation=str(named("gladsaxe")))
    assert as_administrator.execute("SELECT count(*) FROM sharing_question").fetchone() == (0,)


def test_both_sides_have_it_in_the_log(acting_as, question, as_administrator):
    with acting_as("hanne") as hanne:
        questions.to_me(actor=hanne)
    with acting_as("hanne"):
        asking.decline(question=question)
    said = as_administrator.execute(
        "SELECT name, organisation_id FROM audit_event WHERE dossier_id = %s AND name ~ 'asked|question'", [question]
    ).fetchall()
    assert sorted(said) == [
        ("sharing.asked", named("gladsaxe")),
        ("sharing.question_declined", named("herlev")),
    ]
    looks = "SELECT owner_id, organisation_id FROM audit_seen WHERE dossier_id = %s AND actor_id = %s"
    assert as_administrator.execute(looks, [question, named("hanne")]).fetchall() == [
        (named("gladsaxe"), named("herlev"))
    ]


def test_who_asked_and_sees_the_question_no_more_is_not_told_that_it_is_there(acting_as, question, as_administrator):
    put = "SELECT guard.put_question(%s, 1, %s, %s, now() + interval '9 days')"
    on = (case_scene.AGREEMENT, case_scene.BASES["rpl-115-1"])
    with acting_as("alice"):
        assert met(put, question, *on) == MISSING, "put already"
    ended = "UPDATE sharing_access SET ended_at = now(), state = 'ended' WHERE dossier_id = %s AND source = 'owner'"
    as_administrator.execute(ended, [question])
    with acting_as("alice"):
        assert met(put, question, *on) == met(put, named("of nothing"), *on) == "TV020"
