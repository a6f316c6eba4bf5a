"""All addresses of the house. Each room keeps its own; this page says which door each stands behind."""

from django.urls import include, path

handler400 = "jiayuan.doors.shell.errors.bad_request"
handler403 = "jiayuan.doors.shell.errors.forbidden"
handler404 = "jiayuan.doors.shell.errors.not_found"
handler500 = "jiayuan.doors.shell.errors.server_error"

urlpatterns = [
    path("", include("jiayuan.doors.shell.urls")),
    path("", include("jiayuan.doors.shell.health_urls")),
    path("", include("jiayuan.doors.phone.urls")),
    path("", include("jiayuan.foundation.evidence.urls")),
    path("", include("jiayuan.foundation.people.urls")),
    path("", include("jiayuan.foundation.notify.urls")),
    path("", include("jiayuan.services.cases.urls.phone")),
    path("", include("jiayuan.modules.help.urls.phone")),
    path("", include("jiayuan.modules.sorting.urls.phone")),
    path("", include("jiayuan.modules.waste.urls.phone")),
    path("", include("jiayuan.modules.volunteering.urls.phone")),
    path("", include("jiayuan.services.gatherings.urls.phone")),
    path("", include("jiayuan.foundation.places.public_urls")),
    path("console/", include("jiayuan.doors.console.urls")),
    path("console/", include("jiayuan.district.figures.urls")),
    path("console/", include("jiayuan.services.cases.urls.console")),
    path("console/", include("jiayuan.modules.help.urls.console")),
    path("console/", include("jiayuan.modules.help.urls.console_fund")),
    path("console/", include("jiayuan.modules.sorting.urls.console")),
    path("console/", include("jiayuan.modules.waste.urls.console")),
    path("console/", include("jiayuan.services.gatherings.urls.console")),
    path("console/", include("jiayuan.modules.volunteering.urls.console")),
    path("console/", include("jiayuan.foundation.places.urls")),
    path("console/", include("jiayuan.foundation.organisations.urls")),
    path("console/", include("jiayuan.foundation.access.urls")),
    path("console/", include("jiayuan.foundation.tables.urls")),
    path("console/", include("jiayuan.foundation.burden.urls")),
    path("accounts/", include("jiayuan.foundation.people.account_urls")),
    path("api/", include("jiayuan.doors.api.urls")),
]
