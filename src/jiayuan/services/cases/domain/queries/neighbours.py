"""Who joined a report: for everybody a number, for those who work on it what they wrote."""

from collections.abc import Sequence

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from jiayuan.foundation.access.actor import Actor

from ...models import Case, CaseQuerySet, Joining
from .opened import lies_beside


def joining_of(case: Case, actor: Actor) -> Joining | None:
    """This actor's own joining of the case, with its photos; two queries, none for somebody without a name."""
    return Joining.objects.of(actor).filter(case=case).prefetch_related("photos__photo").first()


def joined_keys(actor: Actor) -> list[int]:
    """The cases that this actor joined. Asked for first and by itself, so that what follows stays on its indexes."""
    return list(Joining.objects.of(actor).values_list("case_id", flat=True))


def neighbours_of(case: Case) -> Sequence[Joining]:
    """Everybody who joined, in order, with their photos; two queries."""
    if not lies_beside(case, "joinings"):
        return []
    return list(case.joinings.prefetch_related("photos__photo"))


def with_neighbours(rows: CaseQuerySet) -> CaseQuerySet:
    """Each with ``joined``: how many joined it."""
    counted = Joining.objects.filter(case=OuterRef("pk")).order_by().values("case")
    many = counted.annotate(many=Count("pk")).values("many")
    return rows.annotate(joined=Coalesce(Subquery(many), 0, output_field=IntegerField()))


def spoken_neighbours(joined: int) -> str:
    """How many reported it, the first included; empty for one alone. Names are never told."""
    if not joined:
        return ""
    many = joined + 1
    return ngettext("%(count)s neighbour reported this", "%(count)s neighbours reported this", many) % {
        "count": many
    }
