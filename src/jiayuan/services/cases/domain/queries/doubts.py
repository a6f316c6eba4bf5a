"""What is to be looked at twice: on a case, and in the inbox of the street."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import Verdict, may
from jiayuan.foundation.common.counted import Counted, Rows
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import WorkItem

from ...models import Case, CasePart, Doubt
from ..doubts.deciding import DECIDE
from ..doubts.spoken import spoken_doubt
from .opened import lies_beside

KIND = "case-doubt"


@dataclass(frozen=True)
class Shown:
    """``verdict``: may the reader say what it was, or why not."""

    doubt: Doubt
    words: str
    verdict: Verdict
    other: str = ""
    """The number of the other case that the sign is about."""


def doubts_of(case: Case, actor: Actor) -> Sequence[Shown]:
    """Those of all rounds, the latest first. One query; for ``parts`` prefetch them."""
    if not lies_beside(case, "doubts"):
        return []
    rows = Doubt.objects.filter(case=case).select_related("unit", "decided_by").order_by("-round", "pk")
    found = []
    for each in rows:
        each.case = case
        other = str(each.measured.get("number", ""))
        words = spoken_doubt(each.kind, each.measured)
        found.append(Shown(each, words, may(actor, DECIDE, each), other if other != case.number else ""))
    return found


def _mine(actor: Actor) -> "QuerySet[Doubt]":
    """Without the cases in which the actor had a part."""
    parts = CasePart.objects.filter(case=OuterRef("case"), round=OuterRef("round"), person_id=actor.pk)
    rows = Doubt.objects.waiting().within(*actor.reach.paths_for(Role.STREET_OFFICER))
    return rows.exclude(Exists(parts))


def _waiting(actor: Actor) -> Iterator[Rows]:
    """Cases, each once; nothing is asked for those who oversee no street."""
    if actor.reach.has_any([Role.STREET_OFFICER]):
        yield KIND, Case.objects.filter(pk__in=_mine(actor).values("case"))


doubt_counts = Counted({KIND: gettext_lazy("To look at twice")}, _waiting)
"""How many cases."""


def doubt_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """A line a case, with all that was seen. Two queries."""
    if not actor.reach.has_any([Role.STREET_OFFICER]):
        return []
    keys = list(_mine(actor).order_by("-case_id").values_list("case_id", flat=True).distinct()[:limit])
    rows = _mine(actor).filter(case__in=keys).select_related("case__version", "case__place")
    by_case: dict[int, list[Doubt]] = {}
    for each in rows.defer("case__place__boundary").order_by("pk"):
        by_case.setdefault(each.case_id, []).append(each)
    return [_item(by_case[key]) for key in keys if key in by_case]


def _item(doubts: Sequence[Doubt]) -> WorkItem:
    case = doubts[0].case
    space = "" if (get_language() or "zh").startswith("zh") else " "
    return WorkItem(
        key=f"case-doubt/{case.pk}",
        title=_("%(category)s: %(words)s")
        % {"category": case.version.display_name, "words": mask_words(case.words)[:60]},
        where=" · ".join(filter(None, (case.place.display_name, mask_words(case.address)))),
        kind=KIND,
        kind_label=_("To look at twice"),
        basis=space.join(spoken_doubt(each.kind, each.measured) for each in doubts),
        action_label=_("Look and decide"),
        url=f"{reverse('console-case', args=[case.number])}#doubts",
        weight=4 + len(doubts),
    )
