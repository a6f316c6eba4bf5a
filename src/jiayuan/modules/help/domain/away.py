"""Days on which somebody cannot go: their visits go to others at once."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.common.locking import lock_rows

from ..models import Away, SpecialService, Visit
from .special_locks import note
from .visit_plan import give_open

LONGEST = 366


def go_away(first: date | None, last: date | None, *, by: Actor) -> Away:
    """Note days away, for oneself. Noted twice it is once. :raises Refused, Invalid: each in words."""
    if by.person is None:
        raise Refused(_("For this we need to know who you are."), _("Sign in with your phone first."))
    if first is None:
        raise Invalid(_("From which day on?"), _("Choose the first day."), field="first")
    last = last or first
    if last < first or last < today() or (last - first).days > LONGEST:
        raise Invalid(_("These days will not do."), _("The last day comes after the first."), field="last")
    with transaction.atomic():
        free_visits(by.person.pk, first, last, by=by)
        away, _is_new = Away.objects.get_or_create(person=by.person, first=first, last=last)
        _give_again(by.person.pk)
    return away


def come_back(pk: int, *, by: Actor) -> None:
    """The days are not away any more; what others took on stays theirs."""
    Away.objects.filter(pk=pk, person=by.pk).delete()


def free_visits(
    person: int, first: date, last: date | None = None, *, by: Actor | None, post: int | None = None
) -> int:
    """Their planned visits of these days are nobody's for now; how many. ``post``: only of this one."""
    rows = Visit.objects.planned().filter(person=person, day__gte=max(first, today()))
    if last is not None:
        rows = rows.filter(day__lte=last)
    if post is not None:
        rows = rows.filter(service__post=post)
    lock_rows(SpecialService, rows.values_list("service", flat=True))
    visits = list(rows.select_related("service__post__station").order_by("pk"))
    for visit in visits:
        visit.person, visit.revision = None, visit.revision + 1
        visit.save()
        note(visit.service, "help.free_visit", by, after={"visit": visit.pk})
    return len(visits)


def _give_again(person: int) -> None:
    """Of every service of their posts. Locked already where a visit of theirs was freed."""
    posts = SpecialService.objects.running().filter(
        post__members__person=person, post__members__until=None, visits__person=None
    )
    for service in posts.distinct().select_related("post__station").order_by("pk"):
        give_open(service)
