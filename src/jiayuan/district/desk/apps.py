from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jiayuan.district.desk"
    label = "desk"
