"""How call-backs of fulfilled wishes ended, counted for the communities that served."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiayuan.foundation.common.figures import Line, Scope, Shape, figure

from .callback_enums import CallState, Content
from .models import CallBack

UNIT: dict[str, Any] = {
    "unit": "call-back",
    "unit_name": pgettext_lazy("unit of a figure", "call-backs"),
    "is_flow": True,
}


def _called(row: CallBack, _is_public: bool) -> Line:
    return Line(f"{row.draw.month:%Y-%m} · {row.get_state_display()}", f"{row.served} · {row.checker}")


CALLED = Shape(
    "help-callback", _called, ("draw", "served", "checker"), ("served__boundary", "checker__boundary")
)


def _heard(scope: Scope) -> "QuerySet[CallBack]":
    rows = CallBack.objects.filter(state=CallState.REACHED, decided_at__lte=scope.as_of).within(*scope.paths)
    return rows if scope.since is None else rows.filter(decided_at__gte=scope.since)


@figure(
    "help.callbacks_drawn",
    name=_("Call-backs drawn"),
    definition=_(
        "Fulfilled wishes of this place that were drawn by lot, on the day of the draw, for another community of the "
        "street to ask about."
    ),
    shape=CALLED,
    **UNIT,
)
def callbacks_drawn(scope: Scope) -> "QuerySet[CallBack]":
    rows = CallBack.objects.filter(created_at__lte=scope.as_of).within(*scope.paths)
    return rows if scope.since is None else rows.filter(created_at__gte=scope.since)


@figure(
    "help.callbacks_done",
    name=_("Called back: really done"),
    definition=_("Call-backs in which who wished was reached and said that it was really done."),
    shape=CALLED,
    **UNIT,
)
def callbacks_done(scope: Scope) -> "QuerySet[CallBack]":
    return _heard(scope).filter(really_done=True)


@figure(
    "help.callbacks_not_done",
    name=_("Called back: not really done"),
    definition=_("Call-backs in which who wished was reached and said that it was not really done."),
    shape=CALLED,
    **UNIT,
)
def callbacks_not_done(scope: Scope) -> "QuerySet[CallBack]":
    return _heard(scope).filter(really_done=False)


@figure(
    "help.callbacks_content",
    name=_("Called back: content"),
    definition=_("Call-backs in which who wished was reached and was content; “not quite” does not count."),
    shape=CALLED,
    **UNIT,
)
def callbacks_content(scope: Scope) -> "QuerySet[CallBack]":
    return _heard(scope).filter(content=Content.YES)
