from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "jiayuan.doors.shell"
    label = "shell"
