from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class Theme(TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class CodePurpose(TextChoices):
    SIGN_IN = "sign_in", _("Sign in")
    REPORT = "report", _("Confirm a report")
    CONSENT = "consent", _("Agree that somebody acts for me")


class ConsentManner(TextChoices):
    SPOKEN = "spoken", _("Said in person")
    PHONE = "phone", _("Said on the phone")
    WRITTEN = "written", _("Signed on paper")
    CODE = "code", _("Confirmed by code")
