from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "jiayuan.doors.shell"
    label = "shell"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from .preferences import take_over

        user_logged_in.connect(take_over, dispatch_uid="shell.preferences")
