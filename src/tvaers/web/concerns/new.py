"""Writing a concern down: one form, also without JavaScript, and the receipt that says what happens next."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.audit.queries import refuse_haste
from tvaers.concerns.access import ConcernView, view_of
from tvaers.concerns.actions.intake import (
    Part,
    WrittenAlreadyError,
    arrived,
    receivers,
    token_of_form,
    write_down,
)
from tvaers.concerns.enums import About, InvolvedRole
from tvaers.concerns.rules import DECIDERS, RECORDERS, headline
from tvaers.foundation import clock, ids
from tvaers.foundation.limits import TooOftenError
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import ASSESSES_CONCERNS
from tvaers.people.access import PersonCard, cards
from tvaers.people.queries import NothingToFindByError, TooManyFoundError, TooManySearchesError, found
from tvaers.people.rules import cpr as cpr_rules
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.web.concerns import passing
from tvaers.web.concerns.forms import MOST_PARTS, ConcernForm, PartForm
from tvaers.work.enums import ClockKind

COUNT = "parts"
# One a minute, all through an hour; many at once are what the import is for.
CONCERNS_AN_HOUR = 60
WRITTEN_DOWN = "concerns.written_down"


class Lists(TypedDict):
    """What the form offers: areas, what each is called, and the units that can receive."""

    areas: list[tuple[str, str]]
    names: dict[str, str]
    units: dict[UUID, str]


@dataclass
class NewConcern:
    """The page's forms: the concern and the parts in it, as typed so far."""

    concern: ConcernForm
    parts: list[PartForm]

    def context(self) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "form": self.concern,
            "parts": self.parts,
            "errors": self.errors(),
            "may_add": len(self.parts) < MOST_PARTS,
        }

    def errors(self) -> list[dict[str, str]]:
        """Return every error with the field it leads to."""
        found: list[dict[str, str]] = []
        for form in (self.concern, *self.parts):
            if not form.is_bound:
                continue
            found += [{"text": str(error), "anchor": "about"} for error in form.non_field_errors()]
            for field in form:
                anchor = f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label
                found += [{"text": f"{field.label} – {error}", "anchor": anchor} for error in field.errors]
        return found


def _prefix(number: int) -> str:
    return f"part-{number}"


def _bound(data: QueryDict, lists: Lists) -> NewConcern:
    """Return the forms with what was sent, to be checked and saved."""
    count = _count(data)
    parts = [PartForm(data, prefix=_prefix(number)) for number in range(count)]
    _tell_known(parts, data)
    return NewConcern(ConcernForm(data, **lists), parts)


def _as_typed(data: QueryDict, lists: Lists, *, kept: list[int], added: int) -> NewConcern:
    """Return the forms with what is typed so far, nothing checked, with parts left out or added."""
    typed = ConcernForm(data, **lists)
    concern = ConcernForm(initial={name: typed[name].data for name in typed.fields}, **lists)
    parts = []
    for number, old in enumerate([*kept, *[-1] * added]):
        filled = PartForm(data, prefix=_prefix(old))
        said = {name: filled[name].data for name in filled.fields} if old >= 0 else {}
        parts.append(PartForm(initial=said, prefix=_prefix(number)))
    _tell_known(parts, None)
    return NewConcern(concern, parts)


def _count(data: QueryDict) -> int:
    wish = data.get(COUNT, "1")
    return max(1, min(int(wish), MOST_PARTS)) if wish.isdecimal() and len(wish) < 4 else 1


def _tell_known(parts: list[PartForm], data: QueryDict | None) -> None:
    """Give each part the card of the person that was chosen for it, where the asker can see that person."""
    chosen: dict[int, UUID] = {}
    for number, part in enumerate(parts):
        said = data.get(f"{_prefix(number)}-person", "") if data is not None else part.initial.get("person") or ""
        try:
            chosen[number] = UUID(str(said))
        except ValueError:
            part.initial.pop("person", None)
    known = cards(set(chosen.values()))
    for number, person in chosen.items():
        parts[number].known = known.get(person)
        if person not in known:
            parts[number].initial.pop("person", None)


@require_http_methods(["GET", "POST"])
@requires(*RECORDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Write a concern down; the buttons inside the form post it back with everything kept."""
    actor = actor_in(request)
    places = tree()
    lists = Lists(
        areas=wording.choices(places, everything=_("Not known")),
        names=wording.names(places),
        units=receivers(actor),
    )
    if request.method == "GET":
        empty = NewConcern(ConcernForm(initial={"form": ids.opaque()}, **lists), [PartForm(prefix=_prefix(0))])
        return _page(request, empty)
    step = _step(request, actor, lists)
    if step is not None:
        return _page(request, step)
    page = _bound(request.POST, lists)
    try:
        refuse_haste(WRITTEN_DOWN, organisation=actor.organisation.id, actor=actor.id, most=CONCERNS_AN_HOUR)
    except TooOftenError as hasty:
        concern = _written_before(actor, page)
        if concern is None:
            return _told_to_wait(request, page, hasty)
        return redirect("concerns:receipt", concern=concern)
    concern = _written(actor, page)
    if concern is None:
        return _page(request, page)
    return redirect("concerns:receipt", concern=concern)


def _written_before(actor: Actor, page: NewConcern) -> UUID | None:
    """The concern that the same form made before: who presses again for want of an answer gets the receipt."""
    page.concern.is_valid()
    if "form" not in page.concern.cleaned_data:
        return None
    token = token_of_form(actor, page.concern.cleaned_data["form"])
    return arrived(by=actor, tokens=[token]).get(token)


def _told_to_wait(request: HttpRequest, page: NewConcern, hasty: TooOftenError) -> HttpResponse:
    page.concern.add_error(
        None,
        _(
            "You have written down more concerns within an hour than one person can. Nothing is lost: leave this page"
            " open and try again later, or import a list."
        ),
    )
    response = _page(request, page)
    response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    response.headers["Retry-After"] = str(hasty.wait)
    return response


def _page(request: HttpRequest, page: NewConcern) -> HttpResponse:
    actor = actor_in(request)
    context = page.context() | {"only_here": stays_here(actor), "organisation": actor.organisation.name}
    # A button inside the form asks for more of the form; what was sent and is wrong is refused.
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["errors"] else HTTPStatus.OK
    return render(request, "concerns/new.html", context, status=status)


def _step(request: HttpRequest, actor: Actor, lists: Lists) -> NewConcern | None:
    """Do what a button inside the form asks for, and return the page; None when the form itself was sent."""
    data = request.POST
    every = list(range(_count(data)))
    if "add" in data:
        return _as_typed(data, lists, kept=every, added=1 if len(every) < MOST_PARTS else 0)
    for name in ("remove", "find", "forget"):
        wish = data.get(name, "")
        if wish.isdecimal() and int(wish) in every:
            number = int(wish)
            if name == "remove":
                return _as_typed(data, lists, kept=[each for each in every if each != number], added=len(every) == 1)
            page = _as_typed(data, lists, kept=every, added=0)
            if name == "forget":
                page.parts[number].initial.pop("person", None)
                page.parts[number].known = None
            else:
                look_up(actor, data, page.parts[number], number)
            return page
    return None


def look_up(actor: Actor, data: QueryDict, part: PartForm, number: int) -> None:
    """Find whom the typed traits fit among those one's own organisation knows; logged with what was searched (R18)."""
    typed = PartForm(data, prefix=_prefix(number))
    typed.is_valid()
    try:
        part.candidates = found(actor=actor, traits=typed.traits())
        part.searched = _("Nobody here fits. Go on with what you know.") if not part.candidates else ""
    except NothingToFindByError:
        part.searched = _("Write a name with a birth year, a nickname, a telephone or a CPR number first.")
    except TooManyFoundError:
        part.searched = _("Too many fit. Write more, such as the year of birth.")
    except TooManySearchesError:
        part.searched = _("You have searched many times within a minute. Wait a little.")


def _written(actor: Actor, page: NewConcern) -> UUID | None:
    """Write the concern down, once, and return its id; None when something is to be corrected."""
    all_valid = [form.is_valid() for form in (page.concern, *page.parts)]
    if not all(all_valid):
        return None
    filled = [part for part in page.parts if not part.is_empty]
    if page.concern.cleaned_data["about"] == About.PERSON and not filled:
        page.concern.add_error("about", _("Write what you know of the person below, or choose “Somebody unknown”."))
        return None
    parts = [part.part() for part in filled]
    try:
        return write_down(
            by=actor,
            account=page.concern.account(_headline(page, filled)),
            teller=page.concern.teller(),
            parts=parts,
            unit=page.concern.receiver,
            once=token_of_form(actor, page.concern.cleaned_data["form"]),
        )
    except WrittenAlreadyError as twice:
        return twice.concern


def _headline(page: NewConcern, filled: list[PartForm]) -> str:
    about = About(page.concern.cleaned_data["about"])
    young = [part for part in filled if part.cleaned_data["role"] == InvolvedRole.OF_CONCERN]
    pronoun, age = ("", None) if len(young) != 1 else _pronoun_and_age(young[0].part(), young[0].known)
    return headline(about=about, pronoun=pronoun, age=age, area=page.concern.area_name)


def _pronoun_and_age(part: Part, known: PersonCard | None) -> tuple[str, int | None]:
    if known is not None:
        return known.pronoun, known.age
    born = part.details.birthday if part.details else ""
    pronoun = part.details.pronoun if part.details else ""
    if not born:
        return pronoun, None
    today = clock.today()
    return pronoun, today.year - int(born) if len(born) == 4 else cpr_rules.age_on(today.fromisoformat(born), today)


@require_GET
@requires(*RECORDERS)
def receipt(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Say that the concern is written down, and what happens next and when."""
    actor = actor_in(request)
    view = view_of(concern)
    may_decide, only_here = actor.has_role(*DECIDERS), stays_here(actor)
    context = {
        "concern": view,
        "steps": [] if only_here else _next_steps(view),
        "may_decide": may_decide,
        "only_here": only_here,
        "organisation": actor.organisation.name,
        "may_send": only_here and may_decide and bool(passing.ways(actor)),
    }
    return render(request, "concerns/receipt.html", context)


def stays_here(actor: Actor) -> bool:
    """Tell whether what the actor writes down is seen by nobody whose task it is to assess it, until it is sent."""
    return actor.organisation.kind not in ASSESSES_CONCERNS


def _next_steps(view: ConcernView) -> list[dict[str, str]]:
    """Return what happens next, each with its day."""
    said = {
        ClockKind.ACUTE: _("A colleague reads it and looks whether somebody must act at once."),
        ClockKind.RECEIPT: _("Whoever told gets a receipt."),
        ClockKind.TRIAGE: _("It is decided what is to happen."),
    }
    rows = [(kind, row) for kind in said if (row := view.clock(kind)) is not None and row["done_at"] is None]
    return [
        {
            "when": dates.moment(row["due_at"]) if kind is ClockKind.ACUTE else dates.day(row["due_at"]),
            "what": said[kind],
        }
        for kind, row in sorted(rows, key=lambda each: each[1]["due_at"])
    ]
