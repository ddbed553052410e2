"""Addresses of templates."""

from django.urls import path

from tvaers.web.templating import arranging, beginning, deciding, pages, writing

app_name = "templates"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", beginning.new, name="new"),
    path("from-file/", beginning.from_file, name="from-file"),
    path("starters/<slug:starter>/", beginning.starter, name="starter"),
    path("starters/<slug:starter>/file/", pages.starter_file, name="starter-file"),
    path("<uuid:template>/", pages.one, name="template"),
    path("<uuid:template>/versions/<int:number>/", pages.version, name="version"),
    path("<uuid:template>/versions/<int:number>/file/", pages.file, name="file"),
    path("<uuid:template>/take-over/", beginning.take_over, name="take-over"),
    path("<uuid:template>/next/", beginning.following, name="next"),
    path("<uuid:template>/edit/", arranging.edit, name="edit"),
    path("<uuid:template>/edit/about/", writing.about, name="about"),
    path("<uuid:template>/edit/new-section/", writing.section_new, name="section-new"),
    path("<uuid:template>/edit/sections/<slug:section>/", writing.section_change, name="section"),
    path("<uuid:template>/edit/sections/<slug:section>/remove/", arranging.remove, name="section-remove"),
    path("<uuid:template>/edit/sections/<slug:section>/new-question/", writing.question_new, name="question-new"),
    path(
        "<uuid:template>/edit/sections/<slug:section>/questions/<slug:question>/",
        writing.question_change,
        name="question",
    ),
    path(
        "<uuid:template>/edit/sections/<slug:section>/questions/<slug:question>/remove/",
        arranging.remove,
        name="question-remove",
    ),
    path("<uuid:template>/drop/", deciding.drop, name="drop"),
    path("<uuid:template>/use/", deciding.use, name="use"),
    path("<uuid:template>/offer/", deciding.offer, name="offer"),
    path("<uuid:template>/retire/", deciding.retire, name="retire"),
]
