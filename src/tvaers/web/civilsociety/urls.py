"""Addresses of the pages of volunteers. No name ever stands in one."""

from django.urls import path

from tvaers.web.civilsociety import pages, paper, steps

app_name = "civilsociety"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", pages.new, name="new"),
    path("agreement/", paper.blank, name="agreement"),
    path("<uuid:volunteer>/", pages.one, name="volunteer"),
    path("<uuid:volunteer>/change/", pages.change, name="change"),
    path("<uuid:volunteer>/agreement/", paper.filled, name="agreement-of"),
    path("<uuid:volunteer>/papers/", steps.papers, name="papers"),
    path("<uuid:volunteer>/training/", steps.training, name="training"),
    path("<uuid:volunteer>/training/<uuid:line>/remove/", steps.remove_training, name="training-remove"),
    path("<uuid:volunteer>/certificate/", steps.certificate, name="certificate"),
    path("<uuid:volunteer>/review/", steps.review, name="review"),
    path("<uuid:volunteer>/end/", steps.end, name="end"),
    path("<uuid:volunteer>/erase/", steps.erase, name="erase"),
]
