"""Addresses of the sharing pages."""

from django.urls import path

from tvaers.web.sharing import (
    approving,
    asking,
    consents,
    offers,
    paper,
    past,
    questions,
    readers,
    rebasing,
    register,
    share,
    telling,
)

app_name = "sharing"
urlpatterns = [
    path("offers/", offers.offers, name="offers"),
    path("offers/<uuid:group>/", offers.answer, name="answer"),
    path("given/<uuid:group>/", offers.withdraw, name="withdraw"),
    path("given/<uuid:group>/approve/", approving.approve, name="approve"),
    path("given/<uuid:group>/rebase/", rebasing.rebase, name="rebase"),
    path("standing/<uuid:frame>/", rebasing.standing_on, name="standing"),
    path("consents/form/", paper.blank, name="consent-form"),
    path("notices/<uuid:notice>/", telling.acknowledge, name="acknowledge"),
    path("register/", register.disclosures, name="register"),
    path("register/<uuid:person>/", register.about, name="about"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<uuid:question>/", questions.question, name="question"),
    path("questions/<uuid:question>/decline/", questions.decline, name="question-decline"),
    path("questions/<uuid:question>/rest/", questions.rest, name="question-rest"),
    path("<uuid:dossier>/ask/", asking.whom, name="ask"),
    path("<uuid:dossier>/ask/<uuid:organisation>/", asking.ask, name="ask-to"),
    path("<uuid:dossier>/", share.receivers, name="share"),
    path("<uuid:dossier>/to/<uuid:organisation>/", share.share, name="to"),
    path("<uuid:dossier>/readers/", readers.readers, name="readers"),
    path("<uuid:dossier>/told/", telling.told_about, name="told"),
    path("<uuid:dossier>/readers/then/", past.then, name="then"),
    path("<uuid:dossier>/consents/", consents.consents, name="consents"),
    path("<uuid:dossier>/consents/form/", paper.of_case, name="case-consent-form"),
    path("<uuid:dossier>/consents/new/", consents.new, name="consent-new"),
    path("<uuid:dossier>/consents/<uuid:consent>/", consents.withdraw, name="withdraw-consent"),
]
