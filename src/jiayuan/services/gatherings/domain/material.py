"""What a gathering needs: listed by its host, brought by whoever says so."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import record

from ..enums import State
from ..limits import MATERIAL_NAME, MOST_MATERIAL, MOST_PIECES
from ..models import Material, Promise, Session
from ..rules import HOST, SEE, SIGN_UP
from .checks import check_taking_people
from .locks import lock_session, no_such_gathering

Lines = Sequence[tuple[str, int]]


def list_material(session_id: int, lines: Lines, *, by: Actor) -> None:
    """The whole list anew: what keeps its name keeps who brings it.

    :raises Invalid: a nameless or double line, too many, or no number (field ``material``).
    :raises Conflict: somebody brings what would be left out, or more of it; or it is over.
    """
    wanted = _cleaned(lines)
    with transaction.atomic():
        session = lock_session(session_id)
        gate(by, HOST, session)
        if session.state not in (State.DRAFT, State.PUBLISHED, State.RUNNING):
            raise Conflict(_("This can no longer be changed."), _("Plan another one like it."), code="state")
        there = {each.name: each for each in _with_promised(session)}
        before = {name: each.wanted for name, each in there.items()}
        if before == wanted:
            return
        for name, each in there.items():
            _check_promised(each, wanted.get(name, 0))
        Material.objects.filter(session=session).exclude(name__in=wanted).delete()
        for name, count in wanted.items():
            Material.objects.update_or_create(session=session, name=name, defaults={"wanted": count})
        record(
            session.stream, "gatherings.list_material", by=by.person, before={"material": before},
            after={"material": wanted}, place_path=session.place_id,
        )  # fmt: skip


def promise(material_id: int, count: int, *, by: Actor) -> int:
    """Say that one brings some of it, another number of it, or (0) nothing after all. How many it is now.

    :raises Refused: not signed in. :raises Conflict: it is over, or less is still wanted (code ``enough``).
    :raises Missing: there is no such material in a gathering that ``by`` may see.
    """
    known = Material.objects.filter(pk=material_id).values_list("session_id", flat=True).first()
    if known is None:
        raise no_such_gathering()
    with transaction.atomic():
        session = lock_session(known)
        gate(by, SEE, session)
        gate(by, SIGN_UP, session)
        check_taking_people(session)
        material = Material.objects.get(pk=material_id)
        others = Promise.objects.filter(material=material).exclude(person=by.pk).aggregate(sum=Sum("count"))
        left = material.wanted - (others["sum"] or 0)
        if not 0 <= count <= left:
            raise Conflict(
                _("Of “%(name)s” %(left)s more are wanted.") % {"name": material.name, "left": max(left, 0)},
                _("Choose that many or fewer; thank you."),
                code="enough",
            )
        own = Promise.objects.filter(material=material, person=by.pk)
        before = own.values_list("count", flat=True).first() or 0
        if count == before:
            return count
        if count:
            Promise.objects.update_or_create(material=material, person=by.person, defaults={"count": count})
        else:
            own.delete()
        record(
            session.stream, "gatherings.promise", by=by.person, before={"material": material.pk, "pieces": before},
            after={"material": material.pk, "pieces": count}, place_path=session.place_id,
        )  # fmt: skip
    return count


def copy_material(old: Session, new: Session) -> None:
    """The same things are needed again; nobody has said yet that they bring them. Call inside a transaction."""
    rows = Material.objects.filter(session=old).order_by("pk")
    Material.objects.bulk_create([Material(session=new, name=each.name, wanted=each.wanted) for each in rows])


def export_promises(person: Any) -> list[dict[str, Any]]:
    """What they said they would bring."""
    rows = Promise.objects.filter(person=person).select_related("material__session").order_by("pk")
    return [
        {"what": each.material.session.title, "material": each.material.name, "pieces": each.count}
        for each in rows
    ]


def erase_promises(person: Any) -> int:
    """Nobody waits for what they would have brought; the list shows that it is wanted again."""
    coming = Promise.objects.filter(person=person, material__session__ends_at__gt=now())
    for each in coming.select_related("material__session").order_by("pk"):
        after = {"material": each.material_id, "pieces": 0}
        session = each.material.session
        record(session.stream, "gatherings.promise", after=after, place_path=session.place_id)
    return Promise.objects.filter(person=person).delete()[0]


def _with_promised(session: Session) -> Any:
    return Material.objects.filter(session=session).annotate(promised=Sum("promises__count")).order_by("pk")


def _check_promised(material: Any, wanted: int) -> None:
    promised = material.promised or 0
    if promised > wanted:
        raise Conflict(
            _("%(count)s of “%(name)s” are promised already.") % {"count": promised, "name": material.name},
            _("Leave at least that many on the list, or speak with who brings them."),
            code="promised",
        )


def _cleaned(lines: Lines) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, count in lines:
        said = clean_words(name, field="material", limit=MATERIAL_NAME)
        if said in found:
            raise Invalid(
                _("“%(name)s” is listed twice.") % {"name": said}, _("Add the two up."), field="material"
            )
        if not 1 <= count <= MOST_PIECES:
            raise Invalid(
                _("Of each thing between 1 and %(most)s pieces are possible.") % {"most": MOST_PIECES},
                _("Write the number after the name."),
                field="material",
            )
        found[said] = count
    if len(found) > MOST_MATERIAL:
        raise Invalid(
            _("At most %(most)s things can be listed.") % {"most": MOST_MATERIAL},
            _("Put some of them together."),
            field="material",
        )
    return found
