"""Addresses of plans of conflicts."""

from django.urls import path

from tvaers.web.conflict import deciding, pages, writing

app_name = "conflict"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", writing.new, name="new"),
    path("<uuid:plan>/", pages.plan, name="plan"),
    path("<uuid:plan>/write/", writing.write, name="write"),
    path("<uuid:plan>/drop/", writing.drop, name="drop"),
    path("<uuid:plan>/ready/", deciding.ready, name="ready"),
    path("<uuid:plan>/start/", deciding.start, name="start"),
    path("<uuid:plan>/review/", deciding.review, name="review"),
    path("<uuid:plan>/normal/", deciding.calm, name="calm"),
    path("<uuid:plan>/learn/", deciding.learn, name="learn"),
    path("<uuid:plan>/give-up/", deciding.give_up, name="give-up"),
    path("<uuid:plan>/log/<uuid:line>/take-out/", pages.line_out, name="line-out"),
    path("<uuid:plan>/parts/new/<slug:kind>/", writing.part_new, name="part-new"),
    path("<uuid:plan>/parts/<uuid:part>/", writing.part, name="part"),
    path("<uuid:plan>/parts/<uuid:part>/take-out/", writing.part_out, name="part-out"),
    path("<uuid:plan>/parts/<uuid:part>/tick/", pages.tick, name="tick"),
]
