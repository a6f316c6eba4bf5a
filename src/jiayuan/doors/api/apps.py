from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jiayuan.doors.api"
    label = "api"
