"""One of everything that a page is about, for the tests that go over all pages (many more: tests/page_growth.py)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import (
    absence_scene,
    agreement_scene,
    assessment_scene,
    borders,
    concern_rows,
    conflict_scene,
    effort_scene,
    emergency_scene,
    factors,
    filter_scene,
    incident_scene,
    meeting_calendar_scene,
    meeting_scene,
    method_scene,
    network_scene,
    notice_scene,
    picture_scene,
    question_scene,
    rich_case,
    street_scene,
    survey_scene,
    template_scene,
    volunteer_scene,
)
from tests import case_scene as scene
from tests.cast import named
from tests.keys import Device
from tests.stage import acting_as, sign_in
from tvaers.agreements.actions import Initiative, begin_initiative
from tvaers.agreements.models import Agreement, AgreementTheme
from tvaers.cases.models import Case, Voice
from tvaers.concerns.actions import intake
from tvaers.concerns.enums import InvolvedRole
from tvaers.concerns.models import Concern
from tvaers.emergencies import actions as emergencies
from tvaers.emergencies.models import EmergencyLookup
from tvaers.files import actions as files
from tvaers.foundation import clock, ids
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.incidents.actions import asking as asking_scans
from tvaers.incidents.actions import importing
from tvaers.incidents.models import IncidentFile
from tvaers.localpicture import actions as following
from tvaers.localpicture.models import BulletinNote, Subscription
from tvaers.plans.actions import goals, handing, tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing import asking
from tvaers.sharing.models import Disclosure

Things = dict[str, Any]
Maintenance = psycopg.Connection[Any]
TO_HERLEV = f"{named('herlev')}:{named('herlev-ssp')}:{named('Prøveaftalen')}"


def browser(key: str, *, again: bool = False) -> Client:
    """A browser in which somebody of the cast has signed in, or nobody. again: the password was just given again."""
    client = Client(headers={"accept-language": "da"})
    if key:
        client.cookies[settings.SESSION_COOKIE_NAME] = sign_in(key)
    if again:
        client.post(reverse("account_reauthenticate"), {"password": factors.PASSWORD})
    return client


def build(maintenance: Maintenance) -> Things:
    """Write one of everything; the cast must stand. Returns what each thing is called → its id."""
    factors.arm(maintenance, "alice")
    things: Things = {"case": rich_case.open_case(), "key": factors.add_key(maintenance, "alice", Device())}
    with acting_as("alice") as alice:
        things |= _of_the_case(alice, things["case"])
        things |= _of_concerns(alice, things["person"])
    assert browser("alice", again=True).post(reverse("mfa_generate_recovery_codes")).status_code == 302
    things |= _passed(things)
    things |= _shared(maintenance, things["case"])
    things |= _asked(things["case"])
    things |= _imported(browser("bo"))
    things["summary"] = scene.summarised(acting_as, things["case"])
    things |= scene.handed_over(acting_as)
    things |= _agreements()
    things |= _emergencies(maintenance)
    things |= _notices(maintenance)
    things |= _incidents(maintenance)
    things |= method_scene.library()
    things |= assessment_scene.filed(things["case"])
    things |= template_scene.library()
    things |= street_scene.walked()
    things |= street_scene.looked_back(things["shift"])
    things["street alert"] = street_scene.late(maintenance, things["shift"])
    with acting_as("alice") as alice:
        things["annex"] = files.keep_of_organisation(by=alice, title="Bilag 1", upload=rich_case.PICTURE)
    things |= _administered(maintenance)
    things |= effort_scene.catalogue(things["housing"], things["case"])
    things |= conflict_scene.many(things["housing"])
    things |= survey_scene.asked(things["housing"])
    things |= network_scene.filed(things["case"]) | filter_scene.kept()
    things |= meeting_scene.held(things["case"]) | meeting_calendar_scene.held()
    things |= _away() | volunteer_scene.kept()
    return things | _of_the_picture(things["housing"])


def _away() -> Things:
    """Alice is away, Bo follows up, does not read one of her tasks, and was handed another."""
    with acting_as("alice") as alice:
        case = scene.case(alice)
        hidden = absence_scene.own_task(alice, case)
        handed = handing.Handing(to=named("bo"), words="Mor hedder Mette.", until=scene.in_days(9))
        given = handing.hand_on(by=alice, task=scene.task(alice, case, text="Ring til træneren"), handing=handed)
    return {"absence": absence_scene.away(), "unfollowed task": hidden, "handed": given}


def _of_the_picture(area: UUID) -> Things:
    """Two bulletins, one of them to end, something that works in the area, and what Hanne follows."""
    made = {
        "bulletin": picture_scene.written("dina", area=area),
        "other bulletin": picture_scene.written("dina", area=area, title="Stille"),
        "fact": picture_scene.known("dina", area=area),
    }
    with acting_as("hanne") as hanne:
        following.follow(by=hanne, area=area, kind="")
        following.add_note(by=hanne, bulletin=made["bulletin"], text="Vi har talt med kiosken.")
        made["bulletin note"] = BulletinNote.objects.values_list("id", flat=True).get()
        made["subscription"] = Subscription.objects.values_list("id", flat=True).get()
    return made


def _of_the_case(alice: Any, case: UUID) -> Things:
    person = Case.objects.values_list("person_id", flat=True).get(id=case)
    done = scene.task(alice, case, text="Gjort opgave")
    tasks.finish(by=alice, task=done)
    return {
        "person": person,
        "double": scene.person(alice, name="Noa Prøvesen", born="2011"),
        "newcomer": scene.person(alice, name="Ali Prøvesen", born="2012", cpr="0310116003"),
        "entry": scene.note(alice, case),
        "draft": scene.note(alice, case, title="Alices kladde", sign=False),
        "goal": _goal(alice, case),
        "file": _file(alice, case),
        "voice": Voice.objects.filter(dossier_id=case).values_list("id", flat=True).first(),
        "task": scene.task(alice, case, text="Ring til skolen"),
        "done task": done,
    }


def _incidents(maintenance: Maintenance) -> Things:
    """A file to be looked through, one that runs, one that is done; a signal and a scan."""
    incident_scene.add_areas(maintenance)
    incident_scene.write(acting_as, incident_scene.lines(30))
    with acting_as("bo") as bo:
        done = IncidentFile.objects.values_list("id", flat=True).get()
        unknown = incident_scene.line(clock.today(), kind="Sært", place="Et andet sted")
        mixed = incident_scene.csv([unknown, *incident_scene.lines(3, seed=2)])
        made = {
            "incident file": incident_scene.read_in(bo, mixed),
            "running incident file": incident_scene.read_in(bo, incident_scene.csv(incident_scene.lines(3, seed=3))),
            "done incident file": done,
            "scan": asking_scans.ask(by=bo, form=uuid4()),
            "signal": incident_scene.signal(),
        }
        importing.start(by=bo, file_id=made["running incident file"])
    return made


def _emergencies(maintenance: Maintenance) -> Things:
    """One that is open and waits for its judgement, one that was found not justified, and an alarm."""
    made = {
        "emergency": emergency_scene.looked_up("hanne", cpr="0310116003"),
        "unjustified emergency": emergency_scene.looked_up("carl", cpr="0101106009"),
    }
    with acting_as("ida"):
        row = EmergencyLookup.objects.get(id=made["unjustified emergency"])
        emergencies.review(row=row, is_justified=False, words=emergency_scene.WORDS)
    made["emergency alarm"] = emergency_scene.alarm(maintenance)
    return made


def _notices(maintenance: Maintenance) -> Things:
    """One that the police gave, and the statute that lets them give another."""
    notice_scene.joined(maintenance)
    return {"housing notice": notice_scene.given()}


def _agreements() -> Things:
    """A draft, a text that is out for signing, and an agreement that all have signed, with its frame."""
    with acting_as("bo") as bo:
        draft = agreement_scene.draft(bo)
        theme = AgreementTheme.objects.get(agreement_id=draft).id
        annex = agreement_scene.attached(bo, draft).id
    signed = agreement_scene.signed(acting_as)
    with acting_as("bo") as bo:
        frame = Agreement.objects.get(id=signed).frame_id
        below = AgreementTheme.objects.get(agreement_id=signed).id
        words = Initiative(text="Fodbold om aftenen", budget="Konto 5.72", result="")
        initiative = begin_initiative(by=bo, agreement=signed, theme=below, initiative=words, form=ids.opaque())
    return {
        "draft agreement": draft,
        "draft theme": theme,
        "draft annex": annex,
        "sent agreement": agreement_scene.sent(acting_as),
        "signed agreement": signed,
        "signed theme": below,
        "initiative": initiative,
        "frame": frame,
    }


def _file(alice: Any, case: UUID) -> UUID:
    return files.keep(by=alice, dossier=case, category=Category.PLAN, title="Plan", upload=rich_case.PICTURE)


def _goal(alice: Any, case: UUID) -> UUID:
    return goals.agree(by=alice, case=case, words="Sove bedre", said_by="Noah", said_on=clock.today())


def _of_concerns(alice: Any, person: UUID) -> Things:
    made = {name: concern_rows.written(alice) for name in ("concern", "read", "decided", "to pass", "notified")}
    made["two"] = concern_rows.written(alice, young=2)
    made["about him"] = concern_rows.written(alice, young=0)
    part = intake.Part(role=InvolvedRole.OF_CONCERN, person=person)
    intake.involve(by=alice, concern=made["about him"], part=part, purpose=Purpose.SSP, unit=None)
    Concern.objects.exclude(id=made["concern"]).update(opened_at=clock.now())
    return made


def _passed(things: Things) -> Things:
    """Decide one as over and pass another on to Herlev, twice: once unanswered, once accepted."""
    bo, hanne = browser("bo"), browser("hanne")
    over = {"version": "1", "outcome": "not-relevant", "reason": "Der er ikke noget om det."}
    bo.post(reverse("concerns:decide", args=[things["decided"]]), over)
    sent_on = {"sent_date_day": clock.today().day, "sent_date_month": clock.today().month}
    notified = {"version": "1", "outcome": "notification", "reason": "Underrettet.", **sent_on}
    notified["sent_date_year"] = clock.today().year
    assert bo.post(reverse("concerns:decide", args=[things["notified"]]), notified).status_code == 302
    with acting_as("alice") as alice:
        accepted = concern_rows.written(alice)
        Concern.objects.filter(id=accepted).update(opened_at=clock.now())
    sent = {"version": "1", "way": TO_HERLEV, "categories": ["8"], "reason": "Bor i Herlev nu.", "months": "1"}
    found = {}
    for name, concern in (("passed", accepted), ("offered concern", things["to pass"])):
        assert bo.post(reverse("concerns:pass-on", args=[concern]), sent).status_code == 302
        with acting_as("bo"):
            found[name] = Disclosure.objects.values_list("group_id", flat=True).filter(dossier_id=concern)[0]
    hanne.post(reverse("concerns:answer", args=[found["passed"]]), {"accept": "1"})
    return {"taken": accepted, "offered concern": found["offered concern"]}


def _shared(maintenance: Maintenance, case: UUID) -> Things:
    """Offer the plan to Palle, and take a consent for the outsiders; of one that was taken back, Olga was told."""
    until, consent = clock.now() + timedelta(days=9), uuid4()
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named("police"), member=named("palle")),
        purpose=Purpose.SSP,
        frame=scene.AGREEMENT,
        necessity="Palle skal kunne tage imod ham.",
        until=until,
    )
    with acting_as("alice"):
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    notice = taken_back(maintenance, case)
    with acting_as("alice"):
        frame = sharing.open_consent(
            dossier=case, to=named("outside"), purposes=Purpose.SSP, until=until, categories=ALL_CATEGORIES
        )
    maintenance.execute(
        "INSERT INTO consents_consent (id, dossier_id, frame_id, given_by, words, given_on, until_date, written_by)"
        " VALUES (%s, %s, %s, 'both', '', current_date, current_date + 9, %s)",
        [consent, case, frame, named("alice")],
    )
    return {"group": group, "consent": consent, "police": named("police"), "notice": notice}


def _asked(case: UUID) -> Things:
    """Two questions of Alice's to Palle, one of them answered in part; and something that Frida is to approve."""
    made = {"unsent": question_scene.drafted(case)}
    for name in ("question", "part question"):
        with acting_as("alice") as alice:
            made[name] = question_scene.ask(alice, case, member=named("palle"))
    with acting_as("palle") as palle:
        own = question_scene.own_case(palle, named("police-prevention"))
        group = question_scene.offer_to_alice(own)
        asking.answer(question=made["part question"], group=group, is_whole=False)
        asking.settle(question=made["part question"], is_declined=False, words="Skolegangen kender vi ikke.")
    return made


def taken_back(maintenance: Maintenance, case: UUID) -> UUID:
    """Share the plan with Olga on a consent and take that back; return the id of the notice to her."""
    until = clock.now() + timedelta(days=9)
    with acting_as("alice"):
        frame = scene.consented(
            dossier=case, to=named("outside"), purposes=Purpose.SSP, until=until, categories=Category.PLAN
        )
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("outside"), member=named("olga")),
            purpose=Purpose.SSP,
            frame=frame,
            necessity="Familien flytter dertil.",
            until=until,
        )
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    with acting_as("olga") as olga:
        sharing.answer_group(by=olga, group=group, accepted=True)
    with acting_as("alice"):
        sharing.end_consent(frame=frame)
    row = maintenance.execute("SELECT id FROM sharing_notice WHERE about_id = %s", [frame]).fetchone()
    assert row
    notice: UUID = row[0]
    return notice


def picture() -> SimpleUploadedFile:
    """A picture as somebody would choose it."""
    return SimpleUploadedFile("billede.png", rich_case.PICTURE.content)


def upload(text: str = "Fakta;Henvenderstype\nSet ude sent;nabo\n") -> SimpleUploadedFile:
    """A file as somebody would choose it."""
    return SimpleUploadedFile("liste.csv", text.encode())


def _imported(bo: Client) -> Things:
    """Three imports: chosen, looked through, started."""
    found = []
    for number in range(3):
        text = f"Fakta;Henvenderstype\nSet ude sent {number};nabo\n;nabo\n"
        found.append(bo.post(reverse("concerns:import"), {"file": upload(text)})["Location"])
    previews = [bo.post(columns, {"fact": "0", "reporter_kind": "1"})["Location"] for columns in found[1:]]
    bo.post(previews[-1])
    return dict(zip(("import", "matched", "running"), (each.split("/")[-2] for each in found), strict=True))


def _administered(maintenance: Maintenance) -> Things:
    """An invitation nobody has answered, a request for a new factor, a unit, two areas, and a file of borders."""
    ivan = factors.invite(maintenance, "prøve", email="ivan@example.org", name="Ivan Inviteret")
    things: Things = {name: named(name) for name in ("reset", "area", "housing", "borders")}
    maintenance.execute(
        "INSERT INTO partnerships_factorreset (id, membership_id, organisation_id, asked_by_id)"
        " VALUES (%s, %s, %s, %s)",
        [things["reset"], named("bo"), named("gladsaxe"), named("gorm")],
    )
    for row in (
        (things["area"], "municipality", "Gladsaxe", None),
        (things["housing"], "housing", "Høje Gladsaxe", things["area"]),
    ):
        maintenance.execute("INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, %s, %s, %s)", row)
    borders.keep_file(maintenance, things["borders"])
    return things | {"ivan": ivan, **{key: named(key) for key in ("alice", "gladsaxe", "gladsaxe-street")}}
