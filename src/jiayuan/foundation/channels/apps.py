from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "jiayuan.foundation.channels"
    label = "channels"
