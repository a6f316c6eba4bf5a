from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "jiayuan.doors.console"
    label = "console"

    def ready(self) -> None:
        from .ledger_words import register_ledger_words
        from .pages import register_settings_pages

        register_settings_pages()
        register_ledger_words()
