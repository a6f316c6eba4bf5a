"""Pages of the console that belong to no single module."""

from django.urls import path

from .views import figures, inbox, maps, settings

urlpatterns = [
    path("", inbox.inbox_page, name="inbox"),
    path("inbox.csv", inbox.inbox_export, name="inbox-export"),
    path("map/", maps.map_page, name="console-map"),
    path("map/features.json", maps.map_features, name="console-map-features"),
    path("figures/", figures.figures_page, name="console-figures"),
    path("settings/", settings.settings_page, name="console-settings"),
]
