"""The consent form on paper: plain words in several languages, blank or filled in from a case, printed by the browser.

The texts lie in `papers/`, one file a language (docs/how-to/translate.md). No name and no number of the young person is
printed: those are written by hand.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tvaers.consents.enums import Tongue
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.models import Organisation
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.shareable import Shareable
from tvaers.ui.forms import CheckboxChoices, DateField
from tvaers.web.sharing.choices import category_label
from tvaers.web.sharing.consent_forms import LONGEST
from tvaers.web.sharing.doors import door

PAPERS: Final = Path(__file__).parent / "papers"
LANGUAGES: Final = ("da", "en", "ar", "tr", "so")
# Who told is never passed on by a consent.
ON_PAPER: Final = tuple(each for each in Category if each != Category.REPORTER)
NO_PURPOSE: Final = Purpose(0)
NOTHING: Final = Category(0)


@cache
def texts(language: str) -> dict[str, Any]:
    """Return the words of one of LANGUAGES."""
    return tomllib.loads((PAPERS / f"{language}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What is printed into the form; what is not known is left to be written by hand."""

    us: str
    them: str = ""
    purpose: Purpose = NO_PURPOSE
    categories: Category = NOTHING
    until: date | None = None


def paper(language: str, filled: Filled) -> dict[str, Any]:
    """Return the form's parts in a language, filled in as far as something is known."""
    words = texts(language)
    names = {"us": filled.us, "them": filled.them or words["them"]}
    return {
        "language": language,
        "direction": words["direction"],
        "draft": words["draft"],
        "title": words["title"],
        "intro": words["intro"].format(**names),
        "them": filled.them,
        "what": words["what"],
        "purposes": [words["purpose"][each.name.lower()] for each in Purpose if each.name and each & filled.purpose],
        "categories": list(_ticked(words["category"], filled.categories)),
        "until": filled.until,
        "rights_title": words["rights"]["title"],
        "rights": [capfirst(words["rights"][name].format(**names)) for name in _RIGHTS],
        "contact": words["rights"]["contact"],
        "sign": words["sign"],
        "signing": [words["sign"][name] for name in ("young", "holder", "second")],
    }


_RIGHTS: Final = ("free", "back", "then", "only", "controller", "see", "complain")


def _ticked(words: dict[str, str], chosen: Category) -> Iterator[tuple[str, bool]]:
    for each in ON_PAPER:
        yield words[str(each.name).lower()], bool(each & chosen)


class LanguageForm(forms.Form):
    """In which language the form is printed."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the languages, and say which of them no translator has checked."""
        super().__init__(*args, **options)
        choosing: Any = self.fields["language"]
        choosing.choices = [(each, _named(each)) for each in LANGUAGES]

    @property
    def chosen(self) -> str:
        """The language chosen; Danish where none is."""
        self.full_clean()
        return self.cleaned_data.get("language") or LANGUAGES[0]


def _named(language: str) -> str:
    name = str(Tongue(language).label)
    return _("%(language)s (draft)") % {"language": name} if texts(language)["draft"] else name


class PaperForm(LanguageForm):
    """What is printed into the form of a case; all of it may be left to be written by hand."""

    to = forms.ChoiceField(label=gettext_lazy("Who may receive?"), required=False)
    what = forms.MultipleChoiceField(
        label=gettext_lazy("What may be shared?"),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )
    until = DateField(label=gettext_lazy("Until when?"), help_text=gettext_lazy("A year at most."), required=False)

    def __init__(self, *args: Any, organisations: list[Organisation], shareable: Shareable, **options: Any) -> None:
        """Offer the organisations that may receive, and what can be shared."""
        super().__init__(*args, **options)
        self.names = {str(each.id): each.name for each in organisations}
        to: Any = self.fields["to"]
        to.choices = [("", _("Leave it open")), *self.names.items()]
        what: Any = self.fields["what"]
        offered = (shareable.base, *shareable.categories)
        what.choices = [(str(int(each)), category_label(each)) for each in offered if each in ON_PAPER]

    def clean_until(self) -> date | None:
        """Refuse an end that is past or more than a year ahead."""
        until: date | None = self.cleaned_data["until"]
        if until and not clock.today() < until <= clock.today() + LONGEST:
            raise forms.ValidationError(_("The end must lie ahead, within a year."))
        return until

    def filled(self, *, us: str, purpose: Purpose) -> Filled:
        """Return what is printed: of a form that is wrong, what is right."""
        self.full_clean()
        typed = self.cleaned_data
        mask = NOTHING
        for each in typed.get("what", ()):
            mask |= Category(int(each))
        them = self.names.get(typed.get("to", ""), "")
        return Filled(us=us, them=them, purpose=purpose, categories=mask, until=typed.get("until"))


@require_GET
@requires(WITH_PEOPLE)
def blank(request: HttpRequest) -> HttpResponse:
    """Show the form with nothing in it but who asks."""
    actor = actor_in(request)
    form = LanguageForm(request.GET)
    shown = paper(form.chosen, Filled(us=actor.organisation.name))
    return render(request, "sharing/consent_paper.html", {"form": form, "paper": shown})


@require_GET
def of_case(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Show the form with purpose, receiver, what and until in it, as far as they are chosen."""
    actor = actor_in(request)
    opened = door(actor, dossier)
    subject = opened.shareable.header(dossier)
    others = Organisation.objects.filter(ended_at=None).exclude(id=actor.organisation.id).order_by("name")
    form = PaperForm(
        request.GET,
        organisations=[each for each in others if each.receives_disclosures],
        shareable=opened.shareable,
    )
    shown = paper(form.chosen, form.filled(us=actor.organisation.name, purpose=subject.purpose))
    return render(
        request, "sharing/consent_paper.html", {"form": form, "paper": shown, "subject": subject, "dossier": dossier}
    )
