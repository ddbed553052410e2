"""Addresses of the assessments in a case."""

from django.urls import path

from tvaers.web.assessments import beginning, ending, filling, pages, second

app_name = "assessments"
urlpatterns = [
    path("<uuid:case>/", pages.of_case, name="of-case"),
    path("<uuid:case>/begin/", beginning.choose, name="begin"),
    path("<uuid:case>/begin/<uuid:version>/", beginning.begin, name="begin-with"),
    path("<uuid:case>/elsewhere/", second.elsewhere, name="elsewhere"),
    path("<uuid:case>/elsewhere/<uuid:row>/", second.take_back, name="take-back"),
    path("<uuid:case>/<uuid:assessment>/", pages.assessment, name="assessment"),
    path("<uuid:case>/<uuid:assessment>/sections/<slug:section>/", filling.section, name="section"),
    path("<uuid:case>/<uuid:assessment>/conclusion/", ending.conclusion, name="conclusion"),
    path("<uuid:case>/<uuid:assessment>/sign/", ending.sign, name="sign"),
    path("<uuid:case>/<uuid:assessment>/drop/", ending.drop, name="drop"),
    path("<uuid:case>/<uuid:assessment>/again/", beginning.again, name="again"),
    path("<uuid:case>/<uuid:assessment>/second/", second.read, name="second"),
    path("<uuid:case>/<uuid:assessment>/beside/<uuid:other>/", pages.beside, name="beside"),
]
