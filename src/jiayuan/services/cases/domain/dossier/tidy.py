"""Proof files hold personal data: they do not stay, but can be made anew at any time."""

from collections.abc import Iterable
from datetime import timedelta

from jiayuan.foundation.clock.now import now

from ...enums import DossierState
from ...models import Case, Dossier

KEPT = timedelta(days=7)


def forget_dossiers() -> int:
    """By the clock: files older than a week go; how many."""
    return _forget(Dossier.objects.filter(asked_at__lt=now() - KEPT).exclude(file=""))


def forget_dossiers_of(cases: Iterable[Case]) -> int:
    """The reporter asked to be forgotten: every file about these cases goes."""
    return _forget(Dossier.objects.filter(case__in=cases).exclude(file=""))


def _forget(dossiers: Iterable[Dossier]) -> int:
    gone = 0
    for dossier in dossiers:
        dossier.file.delete(save=False)
        dossier.file, dossier.state = "", DossierState.FORGOTTEN
        dossier.save(update_fields=["file", "state"])
        gone += 1
    return gone
