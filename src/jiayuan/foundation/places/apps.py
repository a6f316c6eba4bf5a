from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jiayuan.foundation.places"
    label = "places"
