"""A wish that is needed elsewhere: a family moved in with a daughter, or the courtyard was the wrong one.

What follows from its place follows the new one at once: who sees it, who may take it on, which desk looks after it. The
ladder begins anew at the nearest post there; whoever took it on keeps their lease and is told. Its parts go along.
"""

from typing import Any

from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate, gate_scope
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.locking import lock_rows
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record
from jiayuan.foundation.places.models import Place

from ..enums import ENDS, WishState
from ..limits import ADDRESS
from ..models import Claim, Payment, Wish
from ..place_rules import RECEIVE
from ..rules import POST, is_the_wisher
from .asking_ends import close_unreached
from .ladder import step_onto
from .post import needed_at
from .steps import first_step

LOOKED_FOR = (WishState.OPEN, WishState.CLAIMED)


def put_elsewhere(wish: Wish, path: str, address: str, by: Actor, role: str) -> dict[str, Any]:
    """A locked wish, with its parts, is needed at ``path`` from now on. The caller saves and records.

    :returns: who keeps a lease and who need not answer any more, for the entry that they are told by.
    :raises Invalid: (field ``place_path``) no such place, or it is there already. :raises Refused: the desk does not
        look after the new place as well. :raises Conflict: money of a community's fund is asked for it.
    """
    place = needed_at(path)
    gate_scope(by, POST, place)
    if not is_the_wisher(by, wish):
        gate(by, RECEIVE, place.path)
    address = clean_words(address, field="address", limit=ADDRESS, required=False)
    if (place.path, address) == (wish.place_id, wish.address):
        raise Invalid(_("It is there already."), _("Choose where it is needed now."), field="place_path")
    lock_rows(Wish, Wish.objects.filter(parent=wish).values_list("pk", flat=True))
    parts = list(Wish.objects.filter(parent=wish).order_by("pk"))
    _check_no_money([wish, *parts])
    for part in parts:
        _take_along(part, place, address, by, role)
    return _put(wish, place, address)


def _check_no_money(wishes: list[Wish]) -> None:
    """Reserved is the money of the old community; another one's fund does not pay what was approved there."""
    if Payment.objects.running().filter(wish__in=wishes).exists():
        raise Conflict(
            _("Money of the community fund is asked for it."),
            _("Withdraw the request first; from the fund of the new place it can be asked for again."),
            code="paid",
        )


def _take_along(part: Wish, place: Place, address: str, by: Actor, role: str) -> None:
    names = ("place_id", "tier")
    before = {name: getattr(part, name) for name in names}
    told = _put(part, place, address)
    part.revision += 1
    part.save()
    after = {name: getattr(part, name) for name in names}
    changed = [name for name in names if after[name] != before[name]]
    record(
        part.stream, "help.place_part", by=by.person, on_behalf_of=by.on_behalf_of,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | {"role": role, **told}, place_path=part.place_id,
    )  # fmt: skip


def _put(wish: Wish, place: Place, address: str) -> dict[str, Any]:
    """What is over is read where the whole is read, and says where it was done."""
    is_elsewhere = wish.place_id != place.path
    wish.place = place
    if wish.state in ENDS:
        return {}
    wish.address = address
    told = _begin_anew(wish) if is_elsewhere else {}
    kept = list(Claim.objects.held().filter(wish=wish).order_by("pk").values_list("pk", flat=True))
    return told | ({"kept": kept} if kept else {})


def _begin_anew(wish: Wish) -> dict[str, Any]:
    """From the nearest post; where every seat is taken nobody is looked for until one comes back."""
    if wish.state not in LOOKED_FOR:
        return {}
    wish.tier = ""
    step = first_step(wish)
    if wish.state == WishState.OPEN:
        step_onto(wish, step)
    else:
        wish.tier = str(step.tier)
    unasked = close_unreached(wish)
    return step.told | ({"unasked": unasked} if unasked else {})
