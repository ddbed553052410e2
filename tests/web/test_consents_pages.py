"""The pages of consents: what is asked for, versions, taking back, and what the receiver is told."""

import datetime as dt
import html
import re
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse

from tests import rich_case
from tests.cast import named
from tests.page_scene import taken_back
from tvaers.consents import actions as consenting
from tvaers.consents.enums import GivenBy, Way
from tvaers.consents.models import Consent
from tvaers.files.models import File, FileContent
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Access, Frame, Notice

UUID = r"[0-9a-f-]{36}"
pytestmark = pytest.mark.django_db(transaction=True)
SECRETS = ("Noah", "Langtborte må få planen", "Familien flytter dertil", "ikke mere")


@pytest.fixture
def case(cast, db):
    """A case of Alice's about Noah, with something of every kind in it."""
    return rich_case.open_case()


def day(name, days=0):
    date = clock.today() + dt.timedelta(days=days)
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def given(**changes):
    """What is written down of a consent, but for `changes`; None leaves out."""
    sent = {
        "to": str(named("outside")),
        "given_by": "both",
        "holders": "mother",
        "words": "Langtborte må få planen.",
        "way": "spoken",
        "way_words": "Alice hørte det på skolen.",
        "tongue": "da",
        **day("given_on"),
        **day("until", 60),
    } | changes
    return {name: value for name, value in sent.items() if value is not None}


def taking_back():
    """What the page for taking a consent back sends today: midnight may pass while the tests run."""
    return {"by": "young", "way": "spoken", "words": "Jeg vil ikke mere.", **day("on")}


def at(name, *arguments):
    return reverse(f"sharing:{name}", args=arguments)


def take(client, case, **changes):
    """Write a consent down through the page and return its id."""
    assert client.post(at("consent-new", case), given(**changes)).status_code == 302
    return re.search(rf"/consents/({UUID})/", client.get(at("consents", case)).content.decode())[1]


def share_with_olga(client_for, case, categories=()):
    """Share on the newest consent, through the pages, and have Olga accept; return her page of readers."""
    alice, olga = client_for("alice"), client_for("olga")
    card = at("to", case, named("outside"))
    ground = re.search(rf'value="({UUID}\|\d+\|{UUID})"', alice.get(card).content.decode())[1]
    sent = {
        "receiver": f"member:{named('olga')}", "ground": ground, "categories": categories, "term": "7", "share": "1",
        "necessity": "Familien flytter dertil i næste uge.", "form_id": str(uuid4()),
    }  # fmt: skip
    assert alice.post(card, sent).status_code == 302
    group = re.search(rf"/sharing/offers/({UUID})/", olga.get(at("offers")).content.decode())[1]
    assert olga.post(at("answer", group), {"accept": "1"}).status_code == 302
    return at("readers", case)


# --- taking one -----------------------------------------------------------------------------------------


def test_a_consent_opens_and_closes(client_for, case):
    alice = client_for("alice")
    consent = take(alice, case)
    page = alice.get(at("consents", case)).content.decode()
    assert "Langtborte må få planen." in page
    assert "Alice hørte det på skolen." in page
    readers = share_with_olga(client_for, case)
    assert client_for("olga").get(readers).status_code == 200
    asked = alice.get(at("withdraw-consent", case, consent)).content.decode()
    assert "Olga" in asked
    assert client_for("olga").get(readers).status_code == 200, "asking ends nothing"
    assert alice.post(at("withdraw-consent", case, consent), taking_back()).status_code == 302
    assert client_for("olga").get(readers).status_code == 404


def test_the_card_says_what_the_consent_does_not_cover(client_for, case):
    alice, card = client_for("alice"), at("to", case, named("outside"))
    take(alice, case)
    why = "Samtykket dækker det ikke"
    parts = {"receiver": f"member:{named('olga')}", "how": "parts", "edit": "1"}
    ground = alice.get(card).context["form"].initial["ground"]
    choices = dict(alice.post(card, parts | {"ground": ground}).context["form"].fields["categories"].choices)
    assert choices[str(int(Category.ENTRY))].off
    assert why in choices[str(int(Category.ENTRY))].hint
    take(alice, case, categories=[str(int(Category.ENTRY))])
    ground = alice.get(card).context["form"].initial["ground"]
    choices = dict(alice.post(card, parts | {"ground": ground}).context["form"].fields["categories"].choices)
    assert not choices[str(int(Category.ENTRY))].off
    assert why in choices[str(int(Category.OTHERS))].hint
    share_with_olga(client_for, case, [str(int(Category.ENTRY))])


ASKED_FOR = (
    ({"holders": None}, "holders"),
    ({"given_by": "parents", "holders": "father"}, "young_view"),
    ({"given_by": "young"}, "parents"),
    ({"given_by": "young", "parents": "not-asked"}, "parents_words"),
    ({"given_by": "young", "parents": "against"}, "parents_words"),
    ({"way_words": None}, "way_words"),
    ({"way": "written", "way_words": None}, "way_words"),
    ({"way": None}, "way"),
    ({"given_by": None}, "given_by"),
    ({"words": None}, "words"),
    ({"tongue": "xx"}, "tongue"),
    ({"categories": [str(int(Category.REPORTER))]}, "categories"),
    ({"categories": [str(int(Category.CONCERN) + 1)]}, "categories"),
    ({**day("given_on", 1)}, "given_on"),
    ({**day("until", 366)}, "until"),
    ({**day("until", 0)}, "until"),
    # A year at most from when it was said, not from when somebody writes it down.
    ({**day("given_on", -320)}, "until"),
    ({"to": str(named("association"))}, "to"),
)


def test_what_belongs_to_it_is_asked_for(client_for, case, acting_as, subtests):
    client = client_for("alice")
    assert len(ASKED_FOR) == 18
    for changes, where in ASKED_FOR:
        with subtests.test(where, changes=changes):
            page = client.post(at("consent-new", case), given(**changes))
            assert page.status_code == 200
            assert set(page.context["form"].errors) == {where}
            with acting_as("alice"):
                assert not Consent.objects.exists()
                assert not Frame.objects.filter(kind="consent").exists()


def test_by_whom_and_how_is_kept_and_what_was_not_asked_for_is_not(client_for, case, acting_as):
    alice = client_for("alice")
    take(
        alice, case, given_by="young", parents="not-asked", parents_words="Der er uro hjemme.",
        young_view="Overflødigt", tongue="so", interpreter="on",
    )  # fmt: skip
    page = alice.get(at("consents", case)).content.decode()
    for said in ("Der er uro hjemme.", "De er ikke blevet spurgt", "Mundtligt, og noteret her, på somali med tolk."):
        assert said in page
    assert "Overflødigt" not in page
    with acting_as("alice"):
        row = Consent.objects.values("holders", "young_view", "parents_words", "words").get()
    assert (row["holders"], bytes(row["young_view"])) == ("", b"")
    assert b"uro" not in bytes(row["parents_words"]), "sealed"


def test_the_signed_form_is_kept_and_goes_along_with_nothing(client_for, case, acting_as):
    alice = client_for("alice")
    signed = SimpleUploadedFile("noah.png", rich_case.PICTURE.content)
    take(alice, case, way="written", way_words=None, signed=signed)
    page = alice.get(at("consents", case)).content.decode()
    with acting_as("alice"):
        file = File.objects.get(id=Consent.objects.get().file_id)
        assert (file.dossier_id, file.stays) == (case, True)
    fetch = reverse("files:download", args=[file.id])
    assert fetch in page
    assert alice.get(fetch).status_code == 200
    assert "Deles med ingen" in alice.get(reverse("cases:files", args=[case])).content.decode()
    everything = [str(int(each)) for each in Category if each & (Category.ENTRY | Category.IDENTITY)]
    take(alice, case, categories=everything)
    previewed = alice.post(at("to", case, named("outside")), {"categories": everything, "check": "1"})
    assert "Underskrevet samtykke" not in previewed.content.decode()
    share_with_olga(client_for, case, everything)
    assert client_for("olga").get(fetch).status_code == 404
    with acting_as("olga"):
        assert Access.objects.filter(dossier_id=case, state="accepted").exists()
        assert not File.objects.filter(id=file.id).exists()
        assert not FileContent.objects.filter(id=file.id).exists()
        assert File.objects.filter(dossier_id=case).exists(), "what may be shared is"


def test_a_consent_sent_twice_is_one_consent(client_for, case, acting_as):
    """Two would stand on two frames: the one would supersede the other (R8)."""
    client = client_for("alice")
    page = at("consent-new", case)
    sent = given(form=client.get(page).context["form"]["form"].value())
    signed = {"way": "written"}
    for _ in range(2):
        upload = SimpleUploadedFile("blanket.png", rich_case.PICTURE.content)
        assert client.post(page, sent | signed | {"signed": upload}).status_code == 302
    with acting_as("alice"):
        (written,) = Consent.objects.filter(dossier_id=case)
        assert list(Frame.objects.filter(dossier_id=case).values_list("id", "superseded_at")) == [
            (written.frame_id, None)
        ]
        assert File.objects.filter(id=written.file_id).count() == 1
    # What was corrected on the way back is something else that was agreed, and is not lost.
    assert client.post(page, sent | {"words": "Langtborte må få noterne."}).status_code == 302
    assert "Langtborte må få noterne." in client.get(at("consents", case)).content.decode()
    # Bo's form with the same number is another form.
    assert client_for("bo").post(page, sent).status_code == 302
    with acting_as("alice"):
        assert Consent.objects.filter(dossier_id=case).count() == 3


# --- versions -------------------------------------------------------------------------------------------


def test_agreed_anew_it_is_a_new_version_and_the_page_says_what_becomes_of_the_former(client_for, case):
    alice = client_for("alice")
    take(alice, case, words="Første udgave.")
    readers = share_with_olga(client_for, case)
    assert "Der gælder allerede et samtykke: Langtborte Kommune" in alice.get(at("consent-new", case)).content.decode()
    take(alice, case, words="Anden udgave.")
    page = alice.get(at("consents", case)).content.decode()
    assert page.index("Anden udgave.") < page.index("Første udgave.")
    assert [said in page for said in ("Udgave 1", "Udgave 2", "Aftalt på ny", "løber til sit udløb")] == [True] * 4
    assert client_for("olga").get(readers).status_code == 200


def test_the_newest_taken_back_takes_the_former_with_it(client_for, case, acting_as):
    alice = client_for("alice")
    take(alice, case, words="Første udgave.")
    readers = share_with_olga(client_for, case)
    newest = take(alice, case, words="Anden udgave.")
    other = take(alice, case, words="Herlev må få det.", to=str(named("herlev")))
    asked = alice.get(at("withdraw-consent", case, newest)).content.decode()
    assert "Den tidligere udgave lukkes også." in asked
    alice.post(at("withdraw-consent", case, newest), taking_back())
    assert client_for("olga").get(readers).status_code == 404
    with acting_as("alice"):
        still = Consent.objects.filter(dossier_id=case, withdrawn_at=None).values_list("id", flat=True)
        assert list(map(str, still)) == [other]
        assert set(Consent.objects.exclude(id=other).values_list("withdrawn_by", flat=True)) == {"young"}


def test_a_former_one_is_taken_back_alone(client_for, case, acting_as):
    alice = client_for("alice")
    former = take(alice, case, words="Første udgave.")
    take(alice, case, words="Anden udgave.")
    assert "lukkes også" not in alice.get(at("withdraw-consent", case, former)).content.decode()
    alice.post(at("withdraw-consent", case, former), taking_back())
    with acting_as("alice"):
        assert Consent.objects.filter(withdrawn_at=None).count() == 1
        assert Frame.objects.filter(kind="consent", ended_at=None).count() == 1


# --- taken back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "where"),
    [({"by": ""}, "by"), ({"way": ""}, "way"), (day("on", 1), "on"), (day("on", -1), "on")],
    ids=str,
)
def test_it_is_not_taken_back_by_a_form_that_is_wrong(client_for, case, acting_as, changes, where):
    alice = client_for("alice")
    consent = take(alice, case)
    page = alice.post(at("withdraw-consent", case, consent), taking_back() | changes)
    assert set(page.context["form"].errors) == {where}
    with acting_as("alice"):
        assert Consent.objects.get().withdrawn_at is None


def test_how_it_was_taken_back_is_kept_and_read_by_the_own_people(client_for, case):
    alice = client_for("alice")
    consent = take(alice, case)
    share_with_olga(client_for, case)
    alice.post(at("withdraw-consent", case, consent), taking_back())
    page = html.unescape(alice.get(at("consents", case)).content.decode())
    assert "Jeg vil ikke mere." in page
    assert "Af den unge" in page
    assert re.search(r"Olga [^<]*har fået besked, men har endnu ikke bekræftet", page)
    client_for("olga").post(at("acknowledge", _notice(client_for)))
    assert re.search(r"Olga [^<]*har læst, at det er trukket tilbage", alice.get(at("consents", case)).content.decode())


def _notice(client_for):
    return re.search(rf"notices/({UUID})/", client_for("olga").get("/").content.decode())[1]


def test_the_receiver_is_told_in_today_and_under_shared_and_says_so_once(client_for, case, acting_as):
    alice, olga = client_for("alice"), client_for("olga")
    consent = take(alice, case)
    share_with_olga(client_for, case)
    alice.post(at("withdraw-consent", case, consent), taking_back())
    told = [olga.get("/"), olga.get(at("offers")), olga.get(at("offers"), {"view": "received"})]
    for page in told:
        text = html.unescape(page.content.decode())
        assert "trukket tilbage" in text
        assert "Notater, I selv har skrevet, er fortsat jeres." in text
        assert [word for word in SECRETS if word in text] == []
        assert str(case) not in text
    notice = _notice(client_for)
    for _ in range(2):
        assert olga.post(at("acknowledge", notice)).status_code == 302
    assert "trukket tilbage" not in olga.get("/").content.decode()
    assert "sharing/notices/" not in olga.get(at("offers")).content.decode()
    # What was read stands with what was received for a while, and says when.
    assert "trukket tilbage" in olga.get(at("offers"), {"view": "received"}).content.decode()
    with acting_as("alice"):
        assert Notice.objects.get().acknowledged_by_id == named("olga")


def test_nobody_else_is_told(client_for, case, as_administrator):
    notice = taken_back(as_administrator, case)
    for who in ("alice", "hanne", "palle", "karen", "gerda"):
        client = client_for(who)
        assert client.post(at("acknowledge", notice)).status_code == 404, who
        assert "sharing/notices/" not in client.get("/").content.decode(), who


def test_erasing_the_case_erases_that_others_were_told(case, acting_as, as_administrator):
    taken_back(as_administrator, case)
    with acting_as("alice"):
        sharing.erase(dossier=case, why="test")
    assert as_administrator.execute("SELECT count(*) FROM sharing_notice").fetchone() == (0,)


def _agreed():
    return consenting.Agreed(
        to=named("outside"),
        purpose=Purpose.SSP,
        given_by=GivenBy.BOTH,
        words="Langtborte må få planen.",
        given_on=clock.today(),
        until=clock.today() + dt.timedelta(days=60),
        given=consenting.Given(way=Way.SPOKEN),
    )


def test_of_two_who_take_a_consent_back_at_once_the_second_meets_no_error(client_for, case, acting_as, as_maintenance):
    with acting_as("alice") as alice:
        consenting.take(by=alice, dossier=case, agreed=_agreed())
        consent = Consent.objects.get(dossier_id=case).id
    client, statuses = client_for("alice"), []
    client.raise_request_exception = False

    def second():
        statuses.append(client.post(at("withdraw-consent", case, consent), taking_back()).status_code)
        connections.close_all()

    thread = threading.Thread(target=second)
    with as_maintenance.transaction():
        as_maintenance.execute("UPDATE consents_consent SET withdrawn_at = now() WHERE id = %s", [consent])
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join(10)
    assert statuses == [404]


def test_a_consent_that_cannot_be_taken_back_is_no_error(acting_as, client_for, case):
    """Who only records is refused; a frame that ended meanwhile is as one that is not there."""
    with acting_as("alice") as alice:
        sharing.let_in(dossier=case, member=named("dina"), categories=Category.PLAN)
        frame = consenting.take(by=alice, dossier=case, agreed=_agreed())
        consent = Consent.objects.get(frame_id=frame).id
    back = at("withdraw-consent", case, consent)
    assert client_for("dina").post(back, taking_back()).status_code == 403
    with acting_as("alice"):
        sharing.end_consent(frame=frame)
    assert client_for("alice").post(back, taking_back()).status_code == 404
