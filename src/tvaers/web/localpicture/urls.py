"""Addresses of the pages of the local picture."""

from django.urls import path

from tvaers.web.localpicture import areas, following, one, pages, week, writing

app_name = "localpicture"
urlpatterns = [
    path("", pages.now, name="list"),
    path("ended/", pages.ended, name="ended"),
    path("week.pdf", week.pdf, name="week"),
    path("new/", writing.new, name="new"),
    path("following/", following.every, name="following"),
    path("following/<uuid:subscription>/stop/", following.stop, name="unfollow"),
    path("areas/<uuid:area>/", areas.area, name="area"),
    path("areas/<uuid:area>/state/", areas.state, name="state"),
    path("areas/<uuid:area>/fact/", areas.fact, name="fact"),
    path("facts/<uuid:fact>/end/", areas.end_fact, name="fact-end"),
    path("<uuid:bulletin>/", one.bulletin, name="bulletin"),
    path("follow-ups/<uuid:note>/take-out/", one.take_out_note, name="note-out"),
    path("<uuid:bulletin>/thanks/", one.thanks, name="thanks"),
    path("<uuid:bulletin>/end/", one.end, name="end"),
]
