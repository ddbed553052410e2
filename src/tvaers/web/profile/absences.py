"""Being away: from when to when, which colleague follows up, what they do not follow yet, and how it was before."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.refused import SharingError
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, Once
from tvaers.work import queries, rules
from tvaers.work.actions import absences
from tvaers.work.queries import Away, Substitute
from tvaers.work.waiting import Unfollowed, unfollowed

CONFLICT = 409
WRONG = {
    "over": gettext_lazy("Choose a day from today on."),
    "far": gettext_lazy("This is very far ahead. Check the year."),
    "before": gettext_lazy("The last day comes before the first."),
    "long": gettext_lazy("One is away for a year at most. Say it anew then."),
}


class AbsenceForm(Once):
    """From which day to which, and who follows up meanwhile."""

    def __init__(self, *args: Any, colleagues: list[Substitute], **options: Any) -> None:
        """Offer the colleagues who work for the same."""
        super().__init__(*args, **options)
        self.fields["from_on"] = ComingDate(label=_("First day away"))
        self.fields["until_on"] = ComingDate(label=_("Last day away"))
        self.fields["substitute"] = forms.ChoiceField(
            label=_("Who is your substitute?"),
            help_text=_("A colleague who works for the same as you. Ask them first; they read it in Today."),
            choices=[("", _("Choose a colleague")), *((str(one.id), f"{one.name}, {one.title}") for one in colleagues)],
            error_messages={"required": _("Choose a colleague.")},
        )


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Show when the actor is away and for whom they are substitute; say it of new days."""
    actor = actor_in(request)
    colleagues = queries.substitutes(actor=actor)
    form, status = AbsenceForm(request.POST or None, colleagues=colleagues), 200
    if request.method == "POST" and form.is_valid():
        status = _say(actor, form)
        if not status:
            messages.success(request, _("Your substitute reads it in Today."))
            return HttpResponseRedirect(reverse("profile:absence"))
    known = queries.all_of(actor=actor)
    coming = [away for away in reversed(known) if not away.is_over]
    context = {
        "form": form,
        "has_colleagues": bool(colleagues),
        "mine": [_mine(actor, away, colleagues) for away in coming if away.member_id == actor.id],
        "for_others": [away for away in coming if away.substitute_id == actor.id],
        "past": [_past(actor, away) for away in known if away.is_over],
        "may_let_in": bool(actor.roles & DECIDING),
    }
    return render(request, "profile/absence.html", context, status=status)


def _say(actor: Actor, form: AbsenceForm) -> int:
    """Say it, or tell at the field why it cannot be; return the page's status then, or 0."""
    said = form.cleaned_data
    try:
        absences.say(
            by=actor,
            substitute=UUID(said["substitute"]),
            from_on=said["from_on"],
            until_on=said["until_on"],
            form=said["form"],
        )
    except rules.AbsenceDaysError as wrong:
        form.add_error(wrong.field, WRONG[str(wrong)])
        return 200
    except absences.NoSubstituteError:
        form.add_error("substitute", _("This colleague has stopped here, or works for something else by now."))
        return CONFLICT
    except absences.OverlapsError:
        form.add_error(None, _("You have a substitute on some of these days already. End that first."))
        return CONFLICT
    return 0


def _mine(actor: Actor, away: Away, colleagues: list[Substitute]) -> dict[str, Any]:
    substitute = next((one for one in colleagues if one.id == away.substitute_id), None)
    return {"away": away, "unfollowed": unfollowed(actor=actor, substitute=substitute) if substitute else []}


def _past(actor: Actor, away: Away) -> dict[str, Any]:
    told = {"who": away.substitute if away.member_id == actor.id else away.member}
    words = _("%(who)s was your substitute") if away.member_id == actor.id else _("You were the substitute of %(who)s")
    ended = _("ended %(day)s") % {"day": dates.year_day(dates.local_date(away.ended_at))} if away.ended_at else ""
    return {"from_on": away.from_on, "until_on": away.until_on, "words": words % told, "ended": ended}


@require_POST
def end(request: HttpRequest, absence: UUID) -> HttpResponse:
    """End it before its day."""
    absences.end(by=actor_in(request), absence=absence)
    messages.success(request, _("It has ended."))
    return HttpResponseRedirect(reverse("profile:absence"))


@require_POST
def known(request: HttpRequest, absence: UUID) -> HttpResponse:
    """Say, as the substitute, that one has read it."""
    absences.know(by=actor_in(request), absence=absence)
    messages.success(request, _("It is noted that you have read it."))
    return HttpResponseRedirect(reverse("today:list"))


@require_POST
def let_in(request: HttpRequest, absence: UUID) -> HttpResponse:
    """Let the substitute in to one task or case that they do not follow, as long as the absence lasts."""
    actor = actor_in(request)
    away = next((one for one in queries.concerning(actor=actor) if one.id == absence), None)
    if away is None or away.member_id != actor.id:
        raise Http404
    chosen = _chosen(request, actor, away)
    if chosen is None:
        messages.info(request, _("Your substitute follows it already."))
        return HttpResponseRedirect(reverse("profile:absence"))
    try:
        absences.let_in(by=actor, absence=absence, dossiers=chosen.dossiers)
    except SharingError:
        messages.warning(request, _("It cannot be opened from here. Talk with whoever leads the case."))
    else:
        words = _("%(who)s reads it until %(day)s.")
        messages.success(request, words % {"who": away.substitute, "day": dates.day(away.until_on)})
    return HttpResponseRedirect(reverse("profile:absence"))


def _chosen(request: HttpRequest, actor: Actor, away: Away) -> Unfollowed | None:
    substitute = queries.substitute_for(actor=actor, member=away.substitute_id)
    found = unfollowed(actor=actor, substitute=substitute) if substitute else []
    wanted = request.POST.get("what", "")
    return next((each for each in found if str(each.dossiers[0]) == wanted), None)
