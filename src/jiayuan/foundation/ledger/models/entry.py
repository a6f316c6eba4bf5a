"""The append-only record of everything that changed."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.common.source import Source

from ..fields import CanonicalJSONField
from .frozen import Frozen, FrozenQuerySet


class Stream(models.Model):
    """The head of one chain, such as ``case/42``: how long it is and the hash of its last entry.

    One chain per subject means that writers contend only with those who write to the same subject; the head
    row is what they queue on. See ADR 0003.
    """

    name = models.CharField(_("stream"), max_length=80, primary_key=True)
    length = models.PositiveIntegerField(_("entries"), default=0)
    head = models.CharField(_("hash of the last entry"), max_length=64, default="")

    class Meta:
        verbose_name = _("ledger stream")

    def __str__(self) -> str:
        return f"{self.name} ({self.length})"


class EntryQuerySet(FrozenQuerySet["Entry"]):
    def erase_payloads(self, at: datetime) -> int:
        """The one change an entry allows: its payload goes, its digest stays. For ``domain/erase.py``."""
        return models.QuerySet.update(self, payload=None, salt="", erased_at=at)


class Entry(Frozen):
    """One recorded act. Never updated, except that a payload holding personal data can be erased.

    ``hash`` covers the metadata and ``payload_digest``; the digest covers the salted payload. Erasing a
    payload (PIPL art. 47) therefore leaves the chain provable.
    """

    stream = models.ForeignKey(
        Stream, models.PROTECT, db_column="stream", related_name="entries", db_index=False
    )
    number = models.PositiveIntegerField(_("number in the stream"))
    action = models.CharField(_("action"), max_length=60)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("on behalf of")
    )
    place_path = models.CharField(_("place"), max_length=24, blank=True)
    source = models.CharField(_("door"), max_length=12, choices=Source.choices)
    nonce = models.CharField(_("client nonce"), max_length=64, null=True, unique=True)
    payload = CanonicalJSONField(_("before and after"), null=True)
    salt = models.CharField(max_length=32, blank=True)
    payload_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    erased_at = models.DateTimeField(_("payload erased at"), null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        ordering = ("stream", "number")
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="ledger_one_entry_per_number"),
        ]
        indexes = [
            models.Index(fields=["at"], name="ledger_entry_at"),
            models.Index(fields=["actor", "at"], name="ledger_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.number} {self.action}"


class SealQuerySet(FrozenQuerySet["Seal"]):
    """Seals are read and added."""


class Seal(Frozen):
    """A periodic fingerprint over all entries up to one id: shows whether a tail or a stream was cut off."""

    up_to = models.BigIntegerField(_("last entry covered"), unique=True)
    entries = models.BigIntegerField(_("entries covered"))
    root = models.CharField(_("hash over the entries since the seal before, and its root"), max_length=64)
    at = models.DateTimeField(_("sealed at"))

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger seal")
        ordering = ("up_to",)

    def __str__(self) -> str:
        return f"{self.up_to}: {self.root[:12]}"
