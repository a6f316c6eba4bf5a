"""Pages for those who look after wishes and stations."""

from django.urls import path

from ..views import (
    console_callbacks,
    console_coverage,
    console_new,
    console_photos,
    console_services,
    console_specials,
    console_stations,
    console_things,
    console_wish,
    console_wishes,
)

urlpatterns = [
    path("wishes/", console_wishes.wishes, name="console-wishes"),
    path("callbacks/", console_callbacks.callbacks, name="console-callbacks"),
    path("callbacks/<int:pk>/", console_callbacks.page, name="console-callback"),
    path("callbacks/<int:pk>/contact/", console_callbacks.contact, name="console-callback-contact"),
    path("callbacks/<int:pk>/<slug:what>/", console_callbacks.act, name="console-callback-act"),
    path("wishes/new/", console_new.new, name="console-wish-new"),
    path("wishes/<str:number>/slip/", console_new.slip, name="console-wish-slip"),
    path("wishes/<str:number>/", console_wish.page, name="console-wish"),
    path("wishes/<str:number>/contact/", console_wish.contact, name="console-wish-contact"),
    path("wishes/<str:number>/claims/<int:pk>/back/", console_wish.give_back, name="console-wish-back"),
    path("wishes/<str:number>/wall/<slug:what>/", console_photos.wall, name="console-wish-wall"),
    path("wishes/<str:number>/photos/<int:pk>/<slug:what>/", console_photos.photo, name="console-wish-photo"),
    path("wishes/<str:number>/<slug:action>/", console_wish.act, name="console-wish-act"),
    path("stations/", console_stations.stations, name="console-stations"),
    path("stations/coverage/", console_coverage.table, name="console-coverage"),
    path("stations/coverage/points.json", console_coverage.points, name="console-coverage-points"),
    path("stations/new/", console_stations.new, name="console-station-new"),
    path("stations/specials/<int:pk>/", console_specials.page, name="console-special"),
    path("stations/specials/<int:pk>/<slug:what>/", console_specials.act, name="console-special-act"),
    path("stations/<int:pk>/services/", console_services.services, name="console-station-services"),
    path("stations/<int:pk>/services/<int:line>/", console_services.strike, name="console-station-strike"),
    path("stations/<int:pk>/specials/", console_specials.new, name="console-special-new"),
    path("stations/<int:pk>/", console_stations.station, name="console-station"),
    path("stations/<int:pk>/things/", console_things.things, name="console-station-things"),
    path("stations/<int:pk>/things/<slug:kind>/", console_things.look, name="console-station-look"),
    path("stations/<int:pk>/<slug:what>/", console_stations.act, name="console-station-act"),
]
