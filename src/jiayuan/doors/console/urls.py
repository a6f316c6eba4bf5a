"""Pages of the console that belong to no single module."""

from django.urls import path

from .views import inbox, ledger, maps, settings

urlpatterns = [
    path("", inbox.inbox_page, name="inbox"),
    path("inbox.csv", inbox.inbox_export, name="inbox-export"),
    path("map/", maps.map_page, name="console-map"),
    path("map/features.json", maps.map_features, name="console-map-features"),
    path("ledger/", ledger.ledger_page, name="console-ledger"),
    path("ledger/<int:entry_id>/", ledger.ledger_entry, name="console-ledger-entry"),
    path("settings/", settings.settings_page, name="console-settings"),
]
