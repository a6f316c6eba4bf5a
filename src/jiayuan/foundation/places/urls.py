"""Pages for those who work with places."""

from django.urls import path

from .interfaces.changes import CHANGES
from .views import bounds, change, console, edit

urlpatterns = [
    path("places/", console.places, name="console-places"),
    path("places/<str:code>/", console.place, name="console-place"),
    path("places/<str:code>/point.json", console.point, name="console-place-point"),
    path("places/<str:code>/outline.json", bounds.outline, name="console-place-outline"),
    path("places/<str:code>/edit/", edit.edit, name="console-place-edit"),
    path("places/<str:code>/boundary/", bounds.boundary, name="console-place-boundary"),
    *(
        path(f"places/<str:code>/{what}/", change.change, {"what": what}, name=f"console-place-{what}")
        for what in CHANGES
    ),
]
