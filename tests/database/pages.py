"""Pages that only tests have: the smallest that could go wrong in front of the guard."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import etag

from tvaers.audit.actions import record
from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.sharing import seen
from tvaers.sharing.models import Access, Dossier

# What code that ran after the commit met, for the test to look at.
met_after_commit: list[str] = []
LISTED = 50


def _organisation() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.organisation()")
        return str(cursor.fetchone()[0])


def _found(dossier: UUID) -> Dossier:
    found = Dossier.objects.filter(id=dossier).first()
    if found is None:
        raise Http404
    seen.record(found.id, Category.PLAN)
    return found


def one(_: HttpRequest, dossier: UUID) -> HttpResponse:
    """A dossier's page."""
    return HttpResponse(f"dossier {_found(dossier).id}")


def listed(_: HttpRequest) -> HttpResponse:
    """A list, driven from access."""
    ids = list(Access.objects.filter(ended_at=None).values_list("dossier_id", flat=True)[:LISTED])
    seen.record_all(ids, ALL_CATEGORIES)
    return HttpResponse("\n".join(map(str, ids)))


def counted(_: HttpRequest) -> HttpResponse:
    """How many there are."""
    return HttpResponse(str(Dossier.objects.count()))


def late(request: HttpRequest) -> HttpResponse:
    """A template that asks the database only while it is rendered."""
    template = engines["django"].from_string("{% for each in dossiers %}{{ each.id }} {% endfor %}")
    return TemplateResponse(request, template, {"dossiers": Dossier.objects.all()})


def streamed(_: HttpRequest) -> StreamingHttpResponse:
    """Rows that would be read after the transaction."""

    def rows() -> Iterator[str]:
        for dossier in Dossier.objects.all():
            yield str(dossier.id)

    return StreamingHttpResponse(rows())


def afterwards(_: HttpRequest) -> HttpResponse:
    """Code that waits for the commit."""

    def look() -> None:
        try:
            met_after_commit.append(f"read {Dossier.objects.count()}")
        except Exception as refusal:  # noqa: BLE001 - whatever it is, the test wants to know
            met_after_commit.append(type(refusal).__name__)

    transaction.on_commit(look)
    return HttpResponse("done")


def writes_then_fails(_: HttpRequest) -> HttpResponse:
    """An exception after a write."""
    record("test.written", object_id=uuid4())
    raise ZeroDivisionError


def writes_then_answers_500(_: HttpRequest) -> HttpResponse:
    """An error answer after a write."""
    record("test.written", object_id=uuid4())
    return HttpResponse(status=503)


def writes_then_forbids(_: HttpRequest) -> HttpResponse:
    """A refusal after a write: the log of the attempt stays."""
    record("test.written", object_id=uuid4())
    raise PermissionDenied


def unloggable(_: HttpRequest, dossier: UUID) -> HttpResponse:
    """Shows something that the log will not take."""
    seen.record(dossier, Category.PLAN)
    return HttpResponse("secret content")


def versioned(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Looks first, then compares the version."""
    found = _found(dossier)
    full = HttpResponse(str(found.id), headers={"ETag": '"1"'})
    return get_conditional_response(request, etag='"1"', response=full) or full


@etag(lambda _request, **_: '"1"')
def careless(_: HttpRequest, dossier: UUID) -> HttpResponse:
    """Compares the version before it looks: what must not be built."""
    return HttpResponse(str(_found(dossier).id))


def whose(_: HttpRequest) -> HttpResponse:
    """For whom the database thinks this is."""
    return HttpResponse(_organisation())


def whose_then_fails(_: HttpRequest) -> HttpResponse:
    """An exception in the middle of things."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    return HttpResponse("never")


def nowhere(_: HttpRequest) -> HttpResponse:
    """The page to which somebody without a right is sent."""
    return HttpResponse("not here")


urlpatterns = [
    path("dossier/<uuid:dossier>/", one, name="one"),
    path("listed/", listed),
    path("counted/", counted),
    path("late/", late),
    path("streamed/", streamed),
    path("afterwards/", afterwards),
    path("writes-then-fails/", writes_then_fails),
    path("writes-then-answers-500/", writes_then_answers_500),
    path("writes-then-forbids/", writes_then_forbids),
    path("unloggable/<uuid:dossier>/", unloggable),
    path("versioned/<uuid:dossier>/", versioned),
    path("careless/<uuid:dossier>/", careless),
    path("whose/", whose),
    path("whose-then-fails/", whose_then_fails),
    # Where the entrance sends whoever may not come in.
    path("login/", nowhere, name="account_login"),
    path("", include(([path("act-for/", nowhere, name="act-for")], "accounts"))),
]
