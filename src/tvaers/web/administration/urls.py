"""Addresses of the administration pages."""

from django.urls import path

from tvaers.web.administration import (
    areas,
    bases,
    factors,
    invitations,
    leaving,
    members,
    organisations,
    people,
    units,
)

app_name = "administration"
urlpatterns = [
    path("", people.start, name="start"),
    path("people/", people.people, name="people"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invite/<slug:key>/check/", invitations.check, name="invite-check"),
    path("people/<uuid:member_id>/", members.member, name="member"),
    path("people/<uuid:member_id>/change/", members.change, name="member-change"),
    path("people/<uuid:member_id>/reviewed/", members.reviewed, name="member-reviewed"),
    path("people/<uuid:member_id>/leave/", leaving.leave, name="leave"),
    path("people/<uuid:member_id>/second-factor/", factors.ask, name="ask-reset"),
    path("people/<uuid:member_id>/invite-again/", invitations.again, name="invite-again"),
    path("people/<uuid:member_id>/withdraw/", invitations.withdraw, name="invite-withdraw"),
    path("second-factor/", factors.resets, name="factor-resets"),
    path("second-factor/<uuid:reset_id>/", factors.agree, name="agree-reset"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add, name="unit-add"),
    path("units/<uuid:unit_id>/", units.unit, name="unit"),
    path("units/<uuid:unit_id>/close/", units.close, name="unit-close"),
    path("units/<uuid:unit_id>/reopen/", units.reopen, name="unit-reopen"),
    path("organisation/", organisations.own, name="organisation"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add, name="organisation-add"),
    path("organisations/<uuid:organisation_id>/", organisations.change, name="organisation-change"),
    path("organisations/<uuid:place>/first-administrator/", invitations.invite, name="first-administrator"),
    path("legal-bases/", bases.bases, name="bases"),
    path("legal-bases/<slug:code>/", bases.basis, name="basis"),
    path("legal-bases/<slug:code>/change/", bases.change, name="basis-change"),
    path("legal-bases/<slug:code>/end/", bases.end, name="basis-end"),
    path("legal-bases/<slug:code>/withdraw/", bases.withdraw, name="basis-withdraw"),
    path("areas/", areas.areas, name="areas"),
    path("areas/add/", areas.add, name="area-add"),
    path("areas/<uuid:area_id>/", areas.area, name="area"),
    path("areas/<uuid:parent_id>/add/", areas.add, name="area-add-below"),
    path("areas/<uuid:area_id>/close/", areas.close, name="area-close"),
    path("areas/<uuid:area_id>/reopen/", areas.reopen, name="area-reopen"),
]
