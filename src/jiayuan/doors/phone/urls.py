"""Pages of the phone that belong to no single module."""

from django.urls import path

from .five import DOORS
from .views import demo, doors, home, maps, messages, offline, place, screen

urlpatterns = [
    path("", home.home, name="home"),
    path("ask/", home.ask, name="ask"),
    path("place/", place.choose_place, name="choose-place"),
    path("messages/", messages.messages_page, name="messages"),
    path("map/", maps.map_page, name="map"),
    path("map/features.json", maps.map_features, name="map-features"),
    path("offline/", offline.page, name="offline"),
    path("offline/who.json", offline.who, name="offline-who"),
    path("worker.js", offline.worker, name="offline-worker"),
    path("screen/", screen.screen, name="screen"),
    path("demo/", demo.demo, name="demo-tour"),
    path("demo/enter/<slug:key>/", demo.demo_enter, name="demo-enter"),
    path("demo/tour/<slug:key>/", demo.demo_tour, name="demo-tour"),
    path("demo/reset/", demo.demo_reset, name="demo-reset"),
    *(path(f"{name}/", doors.door, {"name": name}, name=each.url_name) for name, each in DOORS.items()),
]
