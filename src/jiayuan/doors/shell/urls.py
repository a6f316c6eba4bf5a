from django.urls import path

from .views.install import favicon, manifest
from .views.preferences import preferences

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("favicon.ico", favicon, name="favicon"),
]
