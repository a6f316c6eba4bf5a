"""That somebody is told of something that was recorded."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.people.enums import Language


class Notice(models.Model):
    """To a person, or to a telephone number that belongs to no account. One a ledger entry, reader and kind.

    The words are kept in the reader's language: what was said stays what was said.
    """

    entry = models.ForeignKey("ledger.Entry", models.PROTECT, related_name="+", verbose_name=_("of what"))
    kind = models.CharField(_("kind"), max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to"),
    )
    phone = models.CharField(_("to the number"), max_length=16, blank=True)
    language = models.CharField(max_length=10, choices=Language.choices, default=Language.CHINESE)
    title = models.CharField(_("title"), max_length=200)
    words = models.TextField(_("words"), max_length=2000, blank=True)
    url = models.CharField(_("address of the page"), max_length=300, blank=True)
    params = models.JSONField(default=dict, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("notice")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "person", "kind"], condition=Q(phone=""), name="notify_one_notice_a_person"
            ),
            models.UniqueConstraint(
                fields=["entry", "phone", "kind"], condition=Q(person=None), name="notify_one_notice_a_phone"
            ),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(phone="") | Q(person__isnull=False, phone=""),
                name="notify_to_one_reader",
            ),
        ]
        indexes = [models.Index(fields=["person", "-created_at"], name="notify_notice_person")]

    def __str__(self) -> str:
        return self.title
