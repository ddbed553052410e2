"""Addresses of the pages of meetings."""

from django.urls import path

from tvaers.web.meetings import calendar, calling, deciding, items, letting, minuting, pages, papers, series, year

app_name = "meetings"
urlpatterns = [
    path("", pages.every, name="list"),
    path("new/", calling.new, name="new"),
    path("calendar/", calendar.own, name="calendar"),
    path("feed/<str:token>.ics", calendar.feed, name="feed"),
    path("items/<uuid:item>/", items.alone, name="item-alone"),
    path("<uuid:meeting>/", pages.one, name="meeting"),
    path("<uuid:meeting>/move/", calling.move, name="move"),
    path("<uuid:meeting>/people/", calling.people, name="people"),
    path("<uuid:meeting>/screen/", pages.screen, name="screen"),
    path("<uuid:meeting>/papers/", papers.pack, name="papers"),
    path("<uuid:meeting>/papers.pdf", papers.pack_pdf, name="papers-pdf"),
    path("<uuid:meeting>/minutes.pdf", papers.minutes_pdf, name="minutes-pdf"),
    path("<uuid:meeting>/items/new/", items.topic, name="item-new"),
    path("<uuid:meeting>/items/about/", items.about, name="item-about"),
    path("<uuid:meeting>/items/<uuid:item>/", items.one, name="item"),
    path("<uuid:meeting>/items/<uuid:item>/write/", items.write, name="item-write"),
    path("<uuid:meeting>/items/<uuid:item>/order/", items.order, name="item-order"),
    path("<uuid:meeting>/items/<uuid:item>/let-in/", letting.let_in, name="let-in"),
    path("<uuid:meeting>/items/<uuid:item>/attendees/", items.attendee, name="attendee"),
    path("<uuid:meeting>/items/<uuid:item>/minutes/", minuting.write, name="minutes"),
    path("<uuid:meeting>/items/<uuid:item>/decide/", deciding.decide, name="decide"),
    path("<uuid:meeting>/items/<uuid:item>/screening/", minuting.screen, name="screening"),
    path("<uuid:meeting>/decisions/<uuid:decision>/", deciding.become, name="become"),
    path("<uuid:meeting>/decisions/<uuid:decision>/done/", pages.done, name="done"),
    path("year/", year.year, name="year"),
    path("series/", series.every, name="series-list"),
    path("series/new/", series.new, name="series-new"),
    path("series/<uuid:series_>/", series.one, name="series"),
    path("series/<uuid:series_>/people/", series.people, name="series-people"),
]
