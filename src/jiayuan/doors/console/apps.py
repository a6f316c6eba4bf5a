from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "jiayuan.doors.console"
    label = "console"
