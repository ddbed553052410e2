"""Two who may be one, known in Gladsaxe, and the forms of the pages about people."""

import re
import uuid

from django.urls import reverse

from tests.cast import named
from tvaers.guard.enums import Purpose
from tvaers.people import actions
from tvaers.people.actions import Details
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind

NOAH = Details(
    name="Noah Vesterlund",
    nickname="Memo",
    cpr="0310116003",
    phone="20304050",
    street="Kildevænget 7",
    place="2860 Søborg",
    has_protected_address=True,
)
OTHER = Details(name="Noa Westerlund", nickname="Memo", born="2011", school="Nybro")
NEW = {"purpose": "1", "reader": str(named("gladsaxe-ssp"))}


def noah(by):
    """Noah, known to the SSP unit in Gladsaxe, with a case; `by` is in that unit."""
    unit = named("gladsaxe-ssp")
    person = actions.register(by=by, details=NOAH, purpose=Purpose.SSP, unit=unit)
    case = sharing.open_dossier(by=by, kind=DossierKind.CASE, purpose=Purpose.SSP, unit=unit)
    sharing.link(kind=LinkKind.CONCERNS, source=case, target=person)
    return person


def double(by):
    """Somebody who may be Noah, written down once more."""
    return actions.register(by=by, details=OTHER, purpose=Purpose.SSP, unit=named("gladsaxe-ssp"))


def at(name, *ids):
    return reverse(f"people:{name}", args=ids)


def form(**fields):
    return NEW | {"form": str(uuid.uuid4())} | fields


def text_of(response):
    return response.content.decode()


def shown_form(client, person):
    """The fields of the form that changes somebody, as a browser would send them."""
    return fields_of(text_of(client.get(at("change", person))))


def fields_of(page):
    """What a browser would send of the page's own form."""
    page = page.split("<main")[1]
    sent = {}
    for tag in re.findall(r"<input [^>]*>", page):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
        if attributes["type"] != "checkbox" or " checked" in tag:
            sent[attributes["name"]] = attributes.get("value", "on" if attributes["type"] == "checkbox" else "")
    sent |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    del sent["csrfmiddlewaretoken"]
    return sent
