from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jiayuan.foundation.ledger"
    label = "ledger"
