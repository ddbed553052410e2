"""The pages of the gallery. They read nothing and write nothing."""

from types import ModuleType

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.ui.shell import Link, Shell
from tvaers.web.gallery import cast, places, samples
from tvaers.web.gallery.forms import Contacts, Everything, Filter

ICONS = "account add-document arrow-forward attach-file business calendar-month check chevron-down close delete document download edit email error file flag forum groups help home hourglass info language list-check location lock map menu minus notifications open-in-new person plus print refresh reply save search send settings share smartphone star success support-agent sync time tune upload videocam visibility visibility-off warning".split()
EXAMPLES = {
    "today": "I dag",
    "case": "Forløb",
    "queue": "Bekymringer",
    "share": "Del",
    "chain": "Hvem kan se det?",
    "signin": "Log ind",
}
TOKENS = (
    "ink",
    "ink-2",
    "line",
    "edge",
    "mist",
    "fjord",
    "fjord-tint",
    "bar",
    "sand",
    "late",
    "soon",
    "done",
    "link",
)


class _GalleryShell(Shell):
    """The shell as a signed-in person with two memberships sees it."""

    @property
    def actor(self) -> cast.Membership:
        return cast.SOFIE

    @property
    def memberships(self) -> tuple[cast.Membership, ...]:
        return cast.MEMBERSHIPS

    @property
    def navigation(self) -> tuple[Link, ...]:
        names = ("I dag", "Bekymringer", "Forløb", "Møder", "Lokalbillede", "Gaden", "Aftale og tal")
        return tuple(Link("#", name, index == 0, "g t" if index == 0 else "") for index, name in enumerate(names))

    @property
    def section(self) -> str:
        return "Galleri"

    @property
    def texts_url(self) -> str:
        return "#"

    @property
    def search_url(self) -> str:
        return "#"


def _show(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    request.actor = cast.SOFIE  # type: ignore[attr-defined]
    with clock.frozen(cast.NOW):
        return render(
            request,
            template,
            {
                "shell": _GalleryShell(request),
                "s": _values(cast) | _values(places) | _values(samples),
                "examples": EXAMPLES,
                **context,
            },
        )


def _values(module: ModuleType) -> dict[str, object]:
    return {name: value for name, value in vars(module).items() if name.isupper()}


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in every state on one page."""
    messages.success(request, "Opgaven er gemt.")
    messages.error(request, "Brevet kunne ikke sendes. Prøv igen om lidt.")
    typed = {
        "mail": "sofie",
        "born_day": "31",
        "born_month": "2",
        "born_year": "2011",
        "number": "mange",
        "why": cast.LONG,
    }
    page = SimpleUploadedFile("samtykke.pdf", b"<html>")
    wrong = Everything(
        {f"wrong-{name}": value for name, value in typed.items()},
        MultiValueDict({"wrong-paper": [page]}),
        prefix="wrong",
    )
    return _show(
        request,
        "gallery/components.html",
        {
            "form": Everything(
                initial={"amount": "short", "until": "m", "sources": ["street"], "urgent": "n"},
                prefix="right",
            ),
            "wrong": wrong,
            "filter": Filter({"area": "kil"}),
            "active": [{"label": "Område: Kildevænget", "url": "#"}],
            "contacts": Contacts(prefix="contact"),
            "icons": ICONS,
            "tokens": TOKENS,
        },
    )


@require_GET
def example(request: HttpRequest, name: str) -> HttpResponse:
    """Show a whole page made of the components."""
    if name not in EXAMPLES:
        raise Http404
    return _show(request, f"gallery/{name}.html", {"form": Everything(initial={"amount": "short", "until": "m"})})
