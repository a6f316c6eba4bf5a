"""What somebody signed, asked, decided or entered for an office: for them to take along."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from jiayuan.foundation.common.registers import Signed, registers


def export_signed(person: Any) -> list[dict[str, Any]]:
    """Each act with its day and their own words; about whom it was is not theirs to take along."""
    return [row for signed in registers.signed for row in _acts(signed, person)]


def keep_signed(person: Any) -> int:  # noqa: ARG001 (nothing of it goes: the person it points to has no name any more)
    """What an office decided stays to be read, by nobody in particular."""
    return 0


def _acts(signed: Signed, person: Any) -> Iterable[dict[str, Any]]:
    model: Any = apps.get_model(signed.model)
    what = str(model._meta.verbose_name)  # noqa: SLF001 (Django's public name for it)
    rows = model.objects.filter(**{signed.person: person}).order_by("pk")
    for pk, at, *words in rows.values_list("pk", signed.at, *signed.words):
        said = dict(zip(signed.words, words, strict=True))
        yield {
            "what": what,
            "number": str(pk),
            "as": signed.person,
            "at": at.isoformat() if at else None,
        } | said
