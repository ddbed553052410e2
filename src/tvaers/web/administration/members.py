"""One member's page: details, roles in words, changing them, and saying that the roles were looked at."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.foundation import clock
from tvaers.partnerships import access, actions, queries, rules, wording
from tvaers.partnerships.actions import MemberDetails
from tvaers.partnerships.enums import ROLE_DUTIES, ROLE_LABELS, MembershipState, OrganisationKind
from tvaers.partnerships.models import Membership
from tvaers.ui import dates
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import RolesField, Typed, UnitsField, person_fields

CONFLICT = 409
# The largest version that the column holds.
NEWEST = 2**31 - 1

SENTENCES: dict[type[actions.PartnershipsError], tuple[str, Promise]] = {
    actions.LastAdministratorError: (
        "roles",
        gettext_lazy("Somebody must be administrator. Give a colleague the role first."),
    ),
    actions.OwnRoleError: (
        "roles",
        gettext_lazy("You cannot give yourself a role. Another administrator must do it."),
    ),
    actions.RoleNotHereError: ("roles", gettext_lazy("Your organisation cannot have one of these roles.")),
    actions.UnitNotHereError: ("units", gettext_lazy("One of the units has been closed. Choose again.")),
}


@require_safe
@administrators
def member(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Show how a colleague is named and reached, what the roles let the colleague see, and what can be done."""
    one = access.get_member_for_administration(actor=request.actor, id=member_id)
    invited = one.state == MembershipState.INVITED
    letter = queries.letter_expiry(one.id) if invited else None
    resets = queries.open_resets(actor=request.actor, member=one.id) if one.state == MembershipState.ACTIVE else []
    context = {
        "member": one,
        "answers": answers(one),
        "roles": roles_of(one),
        "invited": invited,
        "active": one.state == MembershipState.ACTIVE,
        "letter": letter,
        "reset": resets[0] if resets else None,
        "own": one.id == request.actor.id,
        "due": one.state == MembershipState.ACTIVE
        and rules.is_review_due(reviewed_at=one.reviewed_at, created_at=one.created_at, now=clock.now()),
    }
    return page(request, "member", "people", context)


def answers(one: Membership) -> list[dict[str, str]]:
    """Return the member's details, those that can be changed with the way there."""
    change = reverse("administration:member-change", args=[one.id]) if one.state != MembershipState.LEFT else ""

    def answer(question: str, text: str, field: str = "") -> dict[str, str]:
        return {
            "question": question,
            "answer": text,
            "url": f"{change}#id_{field}" if change and field else "",
        }

    units = [
        unit.name if unit.ended_at is None else _("%(unit)s (closed)") % {"unit": unit.name} for unit in one.units.all()
    ]
    return [
        answer(_("Title"), one.title, "title"),
        answer(_("Work e-mail"), one.email),
        answer(_("Telephone"), one.phone or _("Not given"), "phone"),
        answer(_("Units"), ", ".join(units) or _("None"), "units_0"),
        answer(_("State"), state_in_words(one)),
    ]


def state_in_words(one: Membership) -> str:
    """Say where the membership is in its life, and since when."""
    if one.state == MembershipState.LEFT and one.left_at is not None:
        return _("Has left, %(day)s") % {"day": dates.short_day(one.left_at)}
    if one.state == MembershipState.INVITED:
        return _("Invited, has not answered yet")
    return _("At work here since %(day)s") % {"day": dates.short_day(one.created_at)}


def roles_of(one: Membership) -> list[dict[str, Any]]:
    """Return each of the member's roles with what it does, sees and works for, in words."""
    return [
        {
            "name": str(ROLE_LABELS[role]),
            "duty": str(ROLE_DUTIES[role]),
            "sees": wording.sees(role),
            "works_for": wording.works_for(role),
        }
        for role in one.role_list
    ]


class MemberForm(forms.Form):
    """What can be changed about a member. version: the one that was in front of the administrator."""

    version = forms.IntegerField(min_value=0, max_value=NEWEST, widget=forms.HiddenInput)

    def __init__(
        self, data: Typed, kind: OrganisationKind, units: list[tuple[UUID, str]], initial: dict[str, Any]
    ) -> None:
        """Offer the roles of the kind of organisation and the units given."""
        super().__init__(data, initial=initial)
        self.fields |= person_fields()
        self.fields["roles"] = RolesField(kind)
        if units:
            self.fields["units"] = UnitsField([(str(id_), name) for id_, name in units])

    def details(self) -> MemberDetails:
        """Return what was typed."""
        typed = self.cleaned_data
        return MemberDetails(
            name=typed["name"],
            title=typed["title"],
            phone=typed["phone"],
            roles=rules.mask_of(typed["roles"]),
            units=frozenset(map(UUID, typed.get("units", []))),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def change(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Change a member; when somebody else did so meanwhile, show both and lose neither."""
    one = access.get_member_for_administration(actor=request.actor, id=member_id)
    if one.state == MembershipState.LEFT:
        raise Http404
    form = form_for(request, one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                by=request.actor,
                member=one,
                details=form.details(),
                seen_version=form.cleaned_data["version"],
            )
        except actions.ChangedMeanwhileError:
            return conflict(request, one, form)
        except tuple(SENTENCES) as refused:
            field, sentence = SENTENCES[type(refused)]
            form.add_error(field if field in form.fields else None, str(sentence))
        else:
            messages.success(
                request, _("The changes to %(name)s have been saved.") % {"name": form.cleaned_data["name"]}
            )
            return HttpResponseRedirect(reverse("administration:member", args=[one.id]))
    context = {"form": form, "member": one, "back_url": reverse("administration:member", args=[one.id])}
    return page(request, "member_change", "people", context)


def form_for(request: StaffRequest, one: Membership, data: Typed) -> MemberForm:
    """Return the form with the member as it is now; units that are closed are offered to who is in them."""
    held = [unit.id for unit in one.units.all()]
    initial = {
        "version": one.version,
        "name": one.name,
        "title": one.title,
        "phone": one.phone,
        "roles": [str(int(role)) for role in one.role_list],
        "units": [str(unit) for unit in held],
    }
    units = queries.unit_names(actor=request.actor, also=held)
    return MemberForm(data, request.actor.organisation.kind, units, initial)


def conflict(request: StaffRequest, one: Membership, form: MemberForm) -> HttpResponse:
    """Show what somebody else saved beside what this administrator typed; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(one.version)
    mine = form.details()
    names = {unit.id: unit.name for unit in one.units.all()}
    names |= dict(queries.unit_names(actor=request.actor))

    def unit_words(ids: Any) -> str:  # noqa: ANN401 - an iterable of ids
        return ", ".join(sorted(names[id_] for id_ in ids if id_ in names)) or "–"

    compared = [
        (_("Name"), one.name, mine.name),
        (_("Title"), one.title, mine.title),
        (_("Telephone"), one.phone or "–", mine.phone or "–"),
        (_("Roles"), wording.roles_in_words(one.roles), wording.roles_in_words(mine.roles)),
        (_("Units"), unit_words(unit.id for unit in one.units.all()), unit_words(mine.units)),
    ]
    context = {
        "member": one,
        "form": form_for(request, one, typed),
        "by": queries.last_changed_by(one.id) or _("Somebody else"),
        "columns": [{"label": label} for label in (_("Field"), _("Saved now"), _("What you wrote"))],
        "rows": [[label, theirs, own] for label, theirs, own in compared if theirs != own],
        "back_url": reverse("administration:member", args=[one.id]),
    }
    return page(request, "member_conflict", "people", context, status=CONFLICT)


@require_POST
@administrators
def reviewed(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Note that the roles were looked at and stay as they are (R21)."""
    one = access.get_member_for_administration(actor=request.actor, id=member_id)
    version = request.POST.get("version", "")
    try:
        actions.review_roles(
            by=request.actor,
            member=one,
            seen_version=int(version) if version.isdecimal() and len(version) < 9 else 0,
        )
    except actions.ChangedMeanwhileError:
        messages.warning(request, _("The roles have been changed since you opened the page. Look at them again."))
    except actions.NoSuchMemberError as refused:
        raise Http404 from refused
    else:
        messages.success(request, _("Noted: the roles of %(name)s were reviewed today.") % {"name": one.name})
        if request.POST.get("back") == "reviews":
            return HttpResponseRedirect(reverse("administration:reviews"))
    return HttpResponseRedirect(reverse("administration:member", args=[one.id]))
