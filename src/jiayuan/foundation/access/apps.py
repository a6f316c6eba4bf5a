from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "jiayuan.foundation.access"
    label = "access"
