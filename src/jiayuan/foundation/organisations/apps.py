from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jiayuan.foundation.organisations"
    label = "organisations"
