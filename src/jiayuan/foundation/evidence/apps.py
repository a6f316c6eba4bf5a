from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "jiayuan.foundation.evidence"
    label = "evidence"
