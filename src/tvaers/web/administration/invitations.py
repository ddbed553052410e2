"""Inviting somebody: the form, check answers, the letter; sending it again and taking it back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.audit.queries import refuse_haste
from tvaers.partnerships import access, actions, queries, rules, wording
from tvaers.partnerships.actions import Invitee, Letter
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.partnerships.models import Membership, Organisation
from tvaers.ui import dates
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import RolesField, Typed, UnitsField, email_field, person_fields

DRAFTS = "administration.invitations"
DRAFTS_KEPT = 5
LETTERS_AN_HOUR = 30

# Which field an error stands at, and what it says.
SENTENCES: dict[type[actions.PartnershipsError], tuple[str | None, Promise]] = {
    actions.WorksHereAlreadyError: ("email", gettext_lazy("Somebody with this e-mail works here already.")),
    actions.InvitedAlreadyError: (
        "email",
        gettext_lazy("Somebody with this e-mail is invited already. Open the person to send a new letter."),
    ),
    actions.RoleNotHereError: ("roles", gettext_lazy("Your organisation cannot have one of these roles.")),
    actions.UnitNotHereError: ("units", gettext_lazy("One of the units has been closed. Choose again.")),
    actions.NotAdministratorError: (
        None,
        gettext_lazy("The organisation has an administrator now, who invites everybody else there."),
    ),
    actions.LetterNotSentError: (
        None,
        gettext_lazy("The letter could not be sent. Nothing was saved. Try again in a few minutes."),
    ),
}


class InvitationForm(forms.Form):
    """Who is invited; roles only as the kind of organisation allows. Without units for a first administrator."""

    def __init__(
        self,
        data: Typed,
        kind: OrganisationKind,
        units: list[tuple[UUID, str]] | None,
        *,
        initial: Typed = None,
    ) -> None:
        """Build the fields; units None: a first administrator elsewhere, whose role is given."""
        super().__init__(data, initial=dict(initial or {}))
        person = person_fields()
        self.fields |= {
            "name": person["name"],
            "title": person["title"],
            "email": email_field(),
            "phone": person["phone"],
        }
        if units is not None:
            self.fields["roles"] = RolesField(kind)
            if units:
                self.fields["units"] = UnitsField([(str(id_), name) for id_, name in units])

    def draft(self) -> dict[str, Any]:
        """Return what was typed, as the session can keep it."""
        typed = self.cleaned_data
        return {
            "name": typed["name"],
            "title": typed["title"],
            "email": typed["email"].lower(),
            "phone": typed["phone"],
            "roles": [str(int(role)) for role in typed.get("roles", [Role.ADMINISTRATOR])],
            "units": list(typed.get("units", [])),
        }


def invitee_of(draft: dict[str, Any]) -> Invitee:
    """Return the person that a draft is about."""
    return Invitee(
        name=draft["name"],
        title=draft["title"],
        email=draft["email"],
        phone=draft["phone"],
        roles=rules.mask_of([Role(int(role)) for role in draft["roles"]]),
        units=frozenset(map(UUID, draft["units"])),
    )


def keep(request: HttpRequest, draft: dict[str, Any], key: str) -> None:
    """Keep a draft in the session, so that nothing typed is lost; the oldest goes when there are many."""
    drafts = {name: held for name, held in request.session.get(DRAFTS, {}).items() if name != key}
    request.session[DRAFTS] = dict([*drafts.items(), (key, draft)][-DRAFTS_KEPT:])


def kept(request: HttpRequest, key: str) -> dict[str, Any] | None:
    """Return a draft of this session."""
    draft: dict[str, Any] | None = request.session.get(DRAFTS, {}).get(key)
    return draft


def forget(request: HttpRequest, key: str) -> None:
    """Drop a draft that has been sent."""
    request.session[DRAFTS] = {name: held for name, held in request.session.get(DRAFTS, {}).items() if name != key}


def organisation_for(actor: Actor, place: UUID | None) -> Organisation:
    """Return where somebody is to be invited: the own organisation or, for the host, one without an administrator."""
    if place is not None and place != actor.organisation.id:
        access.check_host(actor)
    return access.get_organisation_for_change(actor=actor, id=place or actor.organisation.id)


def form_for(actor: Actor, organisation: Organisation, data: Typed, initial: Typed = None) -> InvitationForm:
    """Return the form for inviting to an organisation."""
    elsewhere = organisation.id != actor.organisation.id
    units = None if elsewhere else queries.unit_names(actor=actor)
    return InvitationForm(data, OrganisationKind(organisation.kind), units, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def invite(request: StaffRequest, place: UUID | None = None) -> HttpResponse:
    """Ask who is to be invited. ?draft= opens one that was begun."""
    organisation = organisation_for(request.actor, place)
    key = request.GET.get("draft", "")
    draft = kept(request, key)
    form = form_for(request.actor, organisation, request.POST or None, draft)
    if request.method == "POST" and form.is_valid():
        key = key if draft else uuid4().hex
        keep(request, {**form.draft(), "place": str(organisation.id)}, key)
        return HttpResponseRedirect(reverse("administration:invite-check", args=[key]))
    return _form_page(request, form, organisation)


def _form_page(
    request: StaffRequest, form: InvitationForm, organisation: Organisation, *, action: str = ""
) -> HttpResponse:
    elsewhere = organisation.id != request.actor.organisation.id
    current = "organisations" if elsewhere else "people"
    context = {
        "form": form,
        "action": action,
        "organisation": organisation,
        "elsewhere": elsewhere,
        "invited": queries.invited_administrators(organisation.id) if elsewhere else [],
        "back_url": reverse(f"administration:{current}"),
    }
    return page(request, "invite", current, context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def check(request: StaffRequest, key: str) -> HttpResponse:
    """Show what will be sent to whom, and send it."""
    draft = kept(request, key)
    if draft is None:
        messages.info(request, _("This invitation has been sent already, or it was not finished."))
        return HttpResponseRedirect(reverse("administration:people"))
    organisation = organisation_for(request.actor, UUID(draft["place"]))
    if request.method != "POST":
        return _check_page(request, key, draft, organisation)
    _at_a_persons_pace(request.actor)
    try:
        letter = actions.invite(
            by=request.actor, organisation=organisation, invitee=invitee_of(draft), link=link_maker(request)
        )
    except tuple(SENTENCES) as refused:
        form = form_for(request.actor, organisation, draft)
        field, sentence = SENTENCES[type(refused)]
        form.add_error(field if field in form.fields else None, str(sentence))
        # What is corrected here goes the way of a new draft, not to this page, which sends the old one.
        return _form_page(request, form, organisation, action=_form_url(request.actor, key, organisation))
    forget(request, key)
    return sent(request, letter, draft["name"], draft["email"], organisation)


def _at_a_persons_pace(actor: Actor) -> None:
    # A letter goes to whoever is named: nobody may use us to write to many.
    refuse_haste(
        "partnerships.invited",
        "partnerships.invited_again",
        organisation=actor.organisation.id,
        actor=actor.id,
        most=LETTERS_AN_HOUR,
    )


def _form_url(actor: Actor, key: str, organisation: Organisation) -> str:
    elsewhere = organisation.id != actor.organisation.id
    name, place = ("first-administrator", [organisation.id]) if elsewhere else ("invite", [])
    return f"{reverse(f'administration:{name}', args=place)}?draft={key}"


def _check_page(request: StaffRequest, key: str, draft: dict[str, Any], organisation: Organisation) -> HttpResponse:
    elsewhere = organisation.id != request.actor.organisation.id
    invitee = invitee_of(draft)
    form_url = _form_url(request.actor, key, organisation)
    units = [] if elsewhere else [name for id_, name in queries.unit_names(actor=request.actor) if id_ in invitee.units]

    def answer(question: str, text: str, field: str) -> dict[str, str]:
        return {
            "question": question,
            "answer": text,
            "url": f"{form_url}#id_{field}" if field else "",
        }

    answers = [
        answer(_("Name"), invitee.name, "name"),
        answer(_("Title"), invitee.title, "title"),
        answer(_("Work e-mail"), invitee.email, "email"),
        answer(_("Telephone"), invitee.phone, "phone"),
        answer(_("Organisation"), organisation.name, ""),
        answer(_("Roles"), wording.roles_in_words(invitee.roles), "" if elsewhere else "roles_0"),
        answer(_("May see"), capfirst(wording.sees(invitee.roles)), ""),
    ]
    if not elsewhere:
        answers.append(answer(_("Units"), ", ".join(units), "units_0"))
    context = {"answers": answers, "back_url": form_url, "name": invitee.name}
    return page(request, "invite_check", "organisations" if elsewhere else "people", context)


def link_maker(request: HttpRequest) -> Callable[[str], str]:
    """Return what makes the invitation's address from its secret part."""
    return lambda token: request.build_absolute_uri(reverse("accounts:invitation", args=[token]))


def sent(request: StaffRequest, letter: Letter, name: str, email: str, organisation: Organisation) -> HttpResponse:
    """Say that the letter is on its way; in the demonstration, where no mail leaves, show the link this once."""
    elsewhere = organisation.id != request.actor.organisation.id
    words = _("The invitation to %(name)s has been sent to %(email)s.") % {"name": name, "email": email}
    if not settings.TVAERS_DEMO:
        messages.success(request, words)
        where = ("administration:organisations", []) if elsewhere else ("administration:member", [letter.member])
        return HttpResponseRedirect(reverse(where[0], args=where[1]))
    context = {
        "title": words,
        "text": _("The link works once, until %(day)s.") % {"day": dates.day(letter.expires_at)},
        "link": letter.link,
        "back_url": reverse("administration:organisations" if elsewhere else "administration:people"),
    }
    return page(request, "invite_sent", "organisations" if elsewhere else "people", context)


@require_POST
@administrators
def again(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Send a new letter; the old link stops working."""
    member = access.get_invitee_for_administration(actor=request.actor, id=member_id)
    _at_a_persons_pace(request.actor)
    try:
        letter = actions.invite_again(by=request.actor, member=member, link=link_maker(request))
    except (actions.NoSuchMemberError, actions.NotAdministratorError) as refused:
        raise Http404 from refused
    except actions.LetterNotSentError as refused:
        messages.error(request, str(SENTENCES[type(refused)][1]))
        return HttpResponseRedirect(_home(request.actor, member))
    return sent(request, letter, member.name, member.email, member.organisation)


@require_POST
@administrators
def withdraw(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    member = access.get_invitee_for_administration(actor=request.actor, id=member_id)
    try:
        actions.withdraw_invitation(by=request.actor, member=member)
    except (actions.NoSuchMemberError, actions.NotAdministratorError) as refused:
        raise Http404 from refused
    messages.success(
        request,
        _("The invitation to %(name)s has been withdrawn. The link no longer works.") % {"name": member.name},
    )
    return HttpResponseRedirect(_home(request.actor, member))


def _home(actor: Actor, member: Membership) -> str:
    if member.organisation_id != actor.organisation.id:
        return reverse("administration:first-administrator", args=[member.organisation_id])
    return reverse("administration:member", args=[member.id])
