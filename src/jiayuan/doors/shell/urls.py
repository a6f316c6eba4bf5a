from django.urls import path

from .views.design import design, design_console, design_ground, design_phone, design_points
from .views.install import favicon, manifest
from .views.preferences import preferences

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("favicon.ico", favicon, name="favicon"),
    path("design/", design, name="design"),
    path("design/phone/", design_phone, name="design-phone"),
    path("design/console/", design_console, name="design-console"),
    path("design/ground.json", design_ground, name="design-ground"),
    path("design/points.json", design_points, name="design-points"),
]
