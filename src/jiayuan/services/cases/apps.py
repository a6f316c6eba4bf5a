from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "jiayuan.services.cases"
    label = "cases"
