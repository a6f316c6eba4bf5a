"""Training the model that proposes categories; and again, when somebody asked to be forgotten."""

import hashlib
import time
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import SYSTEM, Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.ledger.domain.record import record

from ...models import Case, CategoryModel
from .examples import read_examples

MANAGE = "cases.manage_categories"
STREAM = "category-model"
FRESH = timedelta(hours=20)
"""A model of this night need not be trained again by the clock."""


def train_model(*, by: Actor = SYSTEM) -> CategoryModel:
    """Learn from what is in the database now, and ask the new model from then on.

    :raises Refused: ``by`` is neither the platform nor of the district office. :raises Conflict: no categories yet.
    """
    if by is not SYSTEM:
        gate(by, MANAGE)
    begun, started = now(), time.monotonic()
    examples, cases = read_examples()
    if len({each.code for each in examples}) < 2:
        raise Conflict(
            _("There is nothing to learn from yet: the catalogue has fewer than two categories."),
            _("Load the catalogue first."),
        )
    from .fit import fit

    model, measured = fit(examples)
    data = model.to_bytes()
    with transaction.atomic():
        fresh = CategoryModel.objects.create(
            trained_at=begun,
            cases=cases,
            texts=len(examples),
            measured=measured.texts,
            first=measured.first,
            three=measured.three,
            quality={
                "of_cases": measured.of_cases,
                "by_category": measured.by_category,
                "bins": measured.bins,
            },
            seconds=round(time.monotonic() - started),
            digest=hashlib.sha256(data).hexdigest(),
            data=data,
        )
        CategoryModel.objects.filter(pk__lt=fresh.pk).exclude(data=b"").update(data=b"")
        record(
            STREAM,
            "cases.train_model",
            by=by.person,
            after={"model": fresh.pk, "cases": cases, "digest": fresh.digest},
        )
    return fresh


def learn_nightly() -> str:
    """By the clock: nothing to do where the model is of this night, or where there is nothing to learn from."""
    newest = CategoryModel.objects.only("trained_at").first()
    if newest is not None and newest.trained_at > now() - FRESH:
        return "fresh"
    try:
        return f"{train_model().cases} cases"
    except Conflict:
        return "nothing to learn from"


def learn_without_forgotten() -> None:
    """Where somebody was forgotten since the model was trained, train it anew without what they wrote."""
    newest = CategoryModel.objects.only("trained_at").first()
    if newest is not None and Case.objects.filter(forgotten_at__gte=newest.trained_at).exists():
        train_model()
