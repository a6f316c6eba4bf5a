"""Answers that were given, kept for those who ask again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GivenAnswer(models.Model):
    """A POST with an idempotency key: claimed when it begins, filled in when it is done.

    ``key`` is a hash over who asked and their key; the answer is kept sealed, so that the table alone opens nothing.
    """

    key = models.CharField(max_length=64, unique=True)
    request_hash = models.CharField(max_length=64)
    claimed_at = models.DateTimeField(_("claimed at"), db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("kept answer")

    def __str__(self) -> str:
        return self.key[:12]
