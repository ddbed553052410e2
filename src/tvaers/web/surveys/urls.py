"""Addresses of the pages of the surveys."""

from django.urls import path

from tvaers.web.surveys import deciding, pages, papers, writing

app_name = "surveys"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", writing.new, name="new"),
    path("form.pdf", papers.blank, name="form"),
    path("problems/<uuid:problem>/done/", deciding.done, name="done"),
    path("problems/<uuid:problem>/take-out/", deciding.take_out, name="take-out"),
    path("<uuid:survey>/", pages.one, name="survey"),
    path("<uuid:survey>/write/", writing.write, name="write"),
    path("<uuid:survey>/counts/", writing.count, name="counts"),
    path("<uuid:survey>/publish/", deciding.publish, name="publish"),
    path("<uuid:survey>/end/", deciding.end, name="end"),
    path("<uuid:survey>/drop/", writing.drop, name="drop"),
    path("<uuid:survey>/problems/new/", deciding.problem, name="problem"),
    path("<uuid:survey>/form.pdf", papers.of_survey, name="survey-form"),
    path("<uuid:survey>/result.pdf", papers.result, name="result"),
    path("<uuid:survey>/beside/<uuid:other>/", pages.compare, name="compare"),
]
