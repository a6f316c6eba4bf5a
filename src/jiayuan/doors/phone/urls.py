"""Pages of the phone that belong to no single module."""

from django.urls import path

from .views import demo, home, maps, messages, place, screen

urlpatterns = [
    path("", home.home, name="home"),
    path("ask/", home.ask, name="ask"),
    path("place/", place.choose_place, name="choose-place"),
    path("messages/", messages.messages_page, name="messages"),
    path("map/", maps.map_page, name="map"),
    path("map/features.json", maps.map_features, name="map-features"),
    path("screen/", screen.screen, name="screen"),
    path("demo/", demo.demo, name="demo-tour"),
    path("demo/enter/<slug:key>/", demo.demo_enter, name="demo-enter"),
    path("demo/tour/<slug:key>/", demo.demo_tour, name="demo-tour"),
    path("demo/reset/", demo.demo_reset, name="demo-reset"),
]
