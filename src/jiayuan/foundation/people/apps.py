from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "jiayuan.foundation.people"
    label = "people"
