"""Proof files hold personal data: they do not stay, but can be made anew at any time."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.stored import remove_strays

from ...enums import DossierState
from ...models import Case, Dossier

KEPT = timedelta(days=7)
KEEP_STRAYS = timedelta(hours=6)


def forget_dossiers() -> int:
    """By the clock: files older than a week go, and those that no row came to name; how many."""
    forgotten = _forget(Dossier.objects.filter(asked_at__lt=now() - KEPT).exclude(file=""))
    return forgotten + remove_strays("dossiers", Dossier.objects.all(), before=now() - KEEP_STRAYS)


def forget_dossiers_of(cases: Iterable[Case]) -> int:
    """Somebody of these cases asked to be forgotten: every file about them goes, and what is being written now, from
    what was held until now, is not kept."""
    return _forget(Dossier.objects.filter(case__in=cases).exclude(state=DossierState.FORGOTTEN))


def _forget(dossiers: "QuerySet[Dossier]") -> int:
    with transaction.atomic():
        gone = list(dossiers.select_for_update().order_by("pk"))
        for dossier in gone:
            dossier.file.delete(save=False)
            dossier.file, dossier.state = "", DossierState.FORGOTTEN
            dossier.save(update_fields=["file", "state"])
    return len(gone)
