"""Pages for residents."""

from django.urls import path

from ..views import phone

urlpatterns = [
    path("bins/", phone.bins, name="waste-bins"),
    path("bins/points.json", phone.points, name="waste-points"),
    path("bins/missed/", phone.missed, name="waste-missed"),
]
