from django.apps import AppConfig


class PhoneConfig(AppConfig):
    name = "jiayuan.doors.phone"
    label = "phone"
