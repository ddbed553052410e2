"""Addresses of the agreement pages."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from tvaers.agreements.actions import Part
from tvaers.web.agreements import annexes, drafting, initiatives, leaving, one, paper, views


class PartConverter(StringConverter):
    """A part of a draft by its name."""

    regex = "|".join(Part)

    def to_python(self, value: str) -> Part:
        """Return the part."""
        return Part(value)

    def to_url(self, value: str) -> str:
        """Return its name."""
        return str(value)


register_converter(PartConverter, "part")

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="list"),
    path("new/", drafting.begin, name="begin"),
    path("<uuid:agreement>/", one.agreement, name="agreement"),
    path("<uuid:agreement>/pdf/", paper.pdf, name="pdf"),
    path("<uuid:agreement>/basics/", drafting.basics, name="basics"),
    path("<uuid:agreement>/<part:part>/new/", drafting.add, name="add"),
    path("<uuid:agreement>/<part:part>/<uuid:row>/", drafting.change, name="change"),
    path("<uuid:agreement>/<part:part>/<uuid:row>/remove/", drafting.remove, name="remove"),
    path("<uuid:agreement>/annex/file/", annexes.attach, name="annex-attach"),
    path("<uuid:agreement>/annex/<uuid:annex>/file/", annexes.fetch, name="annex-file"),
    path("<uuid:agreement>/send/", one.send, name="send"),
    path("<uuid:agreement>/take-back/", one.take_back, name="take-back"),
    path("<uuid:agreement>/drop/", one.drop, name="drop"),
    path("<uuid:agreement>/sign/", one.sign, name="sign"),
    path("<uuid:agreement>/leave/", leaving.leave, name="leave"),
    path("<uuid:agreement>/initiatives/new/<uuid:theme>/", initiatives.add, name="initiative-add"),
    path("<uuid:agreement>/initiatives/<uuid:row>/", initiatives.change, name="initiative-change"),
    path("<uuid:agreement>/initiatives/<uuid:row>/drop/", initiatives.drop, name="initiative-drop"),
]
