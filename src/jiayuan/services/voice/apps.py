from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "jiayuan.services.voice"
    label = "voice"
