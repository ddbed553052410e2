"""The addresses of the pages: wiring only."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("tvaers.web.today.urls")),
    path("concerns/", include("tvaers.web.concerns.urls")),
    path("", include("tvaers.web.signin.urls")),
    path("profile/", include("tvaers.web.profile.urls")),
    path("cases/", include("tvaers.web.cases.urls")),
    path("assessments/", include("tvaers.web.assessments.urls")),
    path("tasks/", include("tvaers.web.tasks.urls")),
    path("people/", include("tvaers.web.people.urls")),
    path("search/", include("tvaers.web.search.urls")),
    path("files/", include("tvaers.web.files.urls")),
    path("sharing/", include("tvaers.web.sharing.urls")),
    path("emergencies/", include("tvaers.web.emergencies.urls")),
    path("efforts/", include("tvaers.web.efforts.urls")),
    path("methods/", include("tvaers.web.methods.urls")),
    path("templates/", include("tvaers.web.templating.urls")),
    path("notices/", include("tvaers.web.notices.urls")),
    # Within the local picture, as the menu shows it.
    path("localpicture/conflict/", include("tvaers.web.conflict.urls")),
    path("localpicture/surveys/", include("tvaers.web.surveys.urls")),
    path("localpicture/", include("tvaers.web.localpicture.urls")),
    path("incidents/", include("tvaers.web.incidents.urls")),
    path("street/", include("tvaers.web.street.urls")),
    path("meetings/", include("tvaers.web.meetings.urls")),
    path("volunteers/", include("tvaers.web.civilsociety.urls")),
    path("agreements/", include("tvaers.web.agreements.urls")),
    path("administration/", include("tvaers.web.administration.urls")),
    path("language/", include("django.conf.urls.i18n")),
]

if settings.TVAERS_GALLERY:
    urlpatterns.append(path("dev/gallery/", include("tvaers.web.gallery.urls")))
if settings.TVAERS_DEMO:
    urlpatterns.append(path("demo/", include("tvaers.demo.urls")))

handler500 = "tvaers.web.failures.failed"
