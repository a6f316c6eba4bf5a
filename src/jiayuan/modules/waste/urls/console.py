"""Pages for those who look after waste sorting."""

from django.urls import path

from ..views import console_coverage, console_estate, console_trying

urlpatterns = [
    path("waste/", console_coverage.coverage, name="console-waste"),
    path("waste/export/", console_coverage.export, name="console-waste-export"),
    path("waste/zones/", console_trying.zones, name="console-waste-zones"),
    path("waste/zones/<int:pk>/end/", console_trying.end, name="console-waste-zone-end"),
    path("waste/communities/<str:path>/", console_coverage.community, name="console-waste-community"),
    path("waste/estates/<str:path>/", console_estate.estate, name="console-waste-estate"),
    path("waste/estates/<str:path>/<slug:what>/", console_estate.act, name="console-waste-act"),
]
