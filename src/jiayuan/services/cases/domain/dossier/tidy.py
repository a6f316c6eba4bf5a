"""Proof files hold personal data: they do not stay, but can be made anew at any time."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from jiayuan.foundation.clock.now import now

from ...enums import DossierState
from ...models import Case, Dossier

KEPT = timedelta(days=7)


def forget_dossiers() -> int:
    """By the clock: files older than a week go; how many."""
    return _forget(Dossier.objects.filter(asked_at__lt=now() - KEPT).exclude(file=""))


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
