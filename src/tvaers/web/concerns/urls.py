"""Addresses of the pages about concerns. No address holds what was typed about a person."""

from django.urls import path

from tvaers.web.concerns import (
    adding,
    clocks,
    erasures,
    following,
    imports,
    letters,
    looked,
    new,
    passing,
    queue,
    triage,
)

app_name = "concerns"
urlpatterns = [
    path("", queue.page, name="queue"),
    path("narrow/", queue.narrow, name="narrow"),
    path("new/", new.new, name="new"),
    path("several/", triage.several, name="several"),
    path("received/", passing.received, name="received"),
    path("received/<uuid:group>/", passing.answer, name="answer"),
    path("import/", imports.upload, name="import"),
    path("import/template.csv", imports.template, name="import-template"),
    path("import/<uuid:import_id>/", imports.columns, name="import-columns"),
    path("import/<uuid:import_id>/preview/", imports.preview, name="import-preview"),
    path("import/<uuid:import_id>/progress/", imports.progress, name="import-progress"),
    path("import/<uuid:import_id>/stop/", imports.stop, name="import-stop"),
    path("erasures/", erasures.page, name="erasures"),
    path("erasures/erased/", erasures.erased, name="erased"),
    path("erasures/<uuid:concern>/", erasures.keep, name="keep"),
    path("clocks/", clocks.page, name="clocks"),
    path("<uuid:concern>/", queue.concern, name="concern"),
    path("<uuid:concern>/add/", adding.addition, name="add"),
    path("<uuid:concern>/correct/", adding.correction, name="correct"),
    path("<uuid:concern>/person/", adding.person, name="add-person"),
    path("<uuid:concern>/looked/", looked.looked, name="looked"),
    path("<uuid:concern>/receipt/", new.receipt, name="receipt"),
    path("<uuid:concern>/decide/", triage.decide_page, name="decide"),
    path("<uuid:concern>/reopen/", triage.reopen_page, name="reopen"),
    path("<uuid:concern>/follow-up/", following.page, name="follow-up"),
    path("<uuid:concern>/split/", triage.split_page, name="split"),
    path("<uuid:concern>/pass-on/", passing.pass_on, name="pass-on"),
    path("<uuid:concern>/take-over/", passing.take_over, name="take-over"),
    path("<uuid:concern>/letter/<slug:kind>/", letters.letter, name="letter"),
    path("<uuid:concern>/letter/<slug:kind>/pdf/", letters.pdf, name="letter-pdf"),
]
