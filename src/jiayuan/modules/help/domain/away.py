"""Days on which somebody cannot go: their visits go to others at once."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.common.locking import lock_rows

from ..models import Away, SpecialService, Visit
from .special_locks import lock_turns, note
from .swap_ends import drop_swaps
from .visit_plan import first_day, give_open, team_keys

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
        services = hold_rotas(by.person.pk)
        _free(services, by.person.pk, first, last, by=by)
        away, _is_new = Away.objects.get_or_create(person=by.person, first=first, last=last)
        _give_again(services)
    return away


def come_back(pk: int, *, by: Actor) -> None:
    """The days are not away any more; what others took on stays theirs."""
    Away.objects.filter(pk=pk, person=by.pk).delete()


def hand_back(
    services: Sequence[SpecialService], person: int, *, by: Actor | None, post: int | None = None
) -> int:
    """They go nowhere of ``services`` any more, held by :func:`hold_rotas`: what is planned goes to others, and what
    they asked or were asked falls. How many visits."""
    many = _free(services, person, today(), None, by=by)
    drop_swaps(person=person, post=post, by=by)
    _give_again(services)
    return many


def hold_rotas(person: int, post: int | None = None, also: Iterable[int] = ()) -> Sequence[SpecialService]:
    """Every service that sends them anywhere or may do so, held with the turns of its team, in the one order; and
    those of the keys in ``also``."""
    held, wanted = set[int](), set(also)
    while new := wanted.union(_rotas(person, post).values_list("pk", flat=True)) - held:
        lock_rows(SpecialService, new)
        held |= new  # a second round only if they joined a team while we waited
    services = list(SpecialService.objects.filter(pk__in=held).select_related("post__station").order_by("pk"))
    lock_turns({person}.union(*(team_keys(each) for each in services)))
    return services


def _rotas(person: int, post: int | None) -> QuerySet[SpecialService]:
    sent = Visit.objects.planned().filter(person=person, day__gte=today()).values("service")
    team = SpecialService.objects.running().filter(post__members__person=person, post__members__until=None)
    rows = SpecialService.objects.filter(Q(pk__in=sent) | Q(pk__in=team.values("pk")))
    return rows.filter(post=post) if post is not None else rows


def _free(
    services: Sequence[SpecialService], person: int, first: date, last: date | None, *, by: Actor | None
) -> int:
    """Their planned visits of these days are nobody's for now; how many. Where today's hour has passed they may have
    been there: that one stays theirs. The caller holds the services."""
    rows = Visit.objects.planned().filter(person=person, service__in=services)
    if last is not None:
        rows = rows.filter(day__lte=last)
    since = {each.pk: max(first, first_day(each)) for each in services}
    keys = [pk for pk, service, day in rows.values_list("pk", "service", "day") if day >= since[service]]
    lock_rows(Visit, keys)
    visits = list(Visit.objects.filter(pk__in=keys).select_related("service__post__station").order_by("pk"))
    for visit in visits:
        visit.person, visit.revision = None, visit.revision + 1
        visit.save(update_fields=["person", "revision", "updated_at"])
        note(visit.service, "help.free_visit", by, after={"visit": visit.pk})
    drop_swaps(visits=[each.pk for each in visits], by=by)
    return len(visits)


def _give_again(services: Sequence[SpecialService]) -> None:
    """To whoever of the team can go. The caller holds the services."""
    running = set(
        SpecialService.objects.running()
        .filter(pk__in=[each.pk for each in services])
        .values_list("pk", flat=True)
    )
    for service in services:
        if service.pk in running:
            give_open(service)
