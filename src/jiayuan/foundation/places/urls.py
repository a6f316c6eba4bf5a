"""Pages for those who work with places."""

from django.urls import path

from .views import console, edit

urlpatterns = [
    path("places/", console.places, name="console-places"),
    path("places/<str:code>/", console.place, name="console-place"),
    path("places/<str:code>/point.json", console.point, name="console-place-point"),
    path("places/<str:code>/edit/", edit.edit, name="console-place-edit"),
]
