"""Addresses of the case pages."""

from django.urls import path

from tvaers.web.cases import around, case, entries, figures, files, giving, goals, lists, opening, pages, second, steps

app_name = "cases"
urlpatterns = [
    path("", lists.cases, name="list"),
    path("open/concern/<uuid:concern>/", opening.open_from_concern, name="open-concern"),
    path("open/<uuid:person>/", opening.open_case, name="open"),
    path("figures/", figures.figures, name="figures"),
    path("join/<uuid:concern>/", opening.join, name="join"),
    path("<uuid:case>/", case.overview, name="case"),
    path("<uuid:case>/plan/", pages.plan, name="plan"),
    path("<uuid:case>/plan/print/", pages.plan_print, name="plan-print"),
    path("<uuid:case>/timeline/", pages.timeline, name="timeline"),
    path("<uuid:case>/words/", pages.words, name="words"),
    path("<uuid:case>/words/add/", around.add_voice, name="voice-add"),
    path("<uuid:case>/strengths/add/", around.add_strength, name="strength-add"),
    path("<uuid:case>/network/", pages.network, name="network"),
    path("<uuid:case>/network/add/", around.add_to_network, name="network-add"),
    path("<uuid:case>/take-out/<slug:kind>/<uuid:row>/", around.take_out, name="take-out"),
    path("<uuid:case>/files/", files.show, name="files"),
    path("<uuid:case>/files/add/", files.add, name="file-add"),
    path("<uuid:case>/files/<uuid:file>/remove/", files.remove, name="file-remove"),
    path("<uuid:case>/parents/", around.add_contact, name="parents"),
    path("<uuid:case>/write/", entries.write, name="write"),
    path("<uuid:case>/notes/<uuid:entry>/", entries.entry, name="entry"),
    path("<uuid:case>/notes/<uuid:entry>/change/", entries.change, name="entry-change"),
    path("<uuid:case>/notes/<uuid:entry>/correct/", entries.correct, name="entry-correct"),
    path("<uuid:case>/goals/add/", goals.add, name="goal-add"),
    path("<uuid:case>/goals/<uuid:goal>/stands/", goals.stands, name="goal-stands"),
    path("<uuid:case>/goals/<uuid:goal>/evaluate/", goals.evaluate, name="goal-evaluate"),
    path("<uuid:case>/goals/<uuid:goal>/up/", goals.up, name="goal-up"),
    path("<uuid:case>/follow-up/", goals.follow_up, name="follow-up"),
    path("<uuid:case>/tasks/add/", giving.give, name="task-add"),
    path("<uuid:case>/course/", steps.show, name="course"),
    path("<uuid:case>/second-reader/", second.read, name="second-reader"),
    path("<uuid:case>/course/<slug:kind>/", steps.step, name="step"),
    path("<uuid:case>/looked/", pages.looked, name="looked"),
]
