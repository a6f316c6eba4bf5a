"""Links for somebody outside, as the console shows them; and the answers that wait for somebody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import when
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.places.paths import inside

from ...enums import PhotoRole
from ...models import Case, CasePhoto, OutsideAnswer, OutsideLink
from ...outside_enums import OUTSIDE_STATES, OutsideKind
from ...rules import DESK, UNIT_ROLES
from ..outside.hold import is_with_the_asker
from .opened import lies_beside
from .waiting import Waiting

KIND = "case-outside"
LABEL = pgettext_lazy("why it is mine", "Answered from outside")


@dataclass(frozen=True)
class Standing:
    """How a link stands, by word, shape and colour. ``waits``: an answer can still come."""

    label: str | Promise
    tone: str
    shape: str
    waits: bool = False


@dataclass(frozen=True)
class Asked:
    """A link with how it stands, and the answers to it."""

    link: OutsideLink
    standing: Standing
    answers: Sequence[OutsideAnswer]


def standing_of(link: OutsideLink, case: Case) -> Standing:
    """Prefetch ``answers`` to save a query."""
    final = link.final
    if final is not None:
        is_done = final.kind == OutsideKind.DONE
        tone, shape = ("success", "check") if is_done else ("warning", "circle-minus")
        return Standing(final.get_kind_display(), tone, shape)
    if link.revoked_at is not None:
        return Standing(pgettext("link", "Taken back"), "neutral", "undo-2")
    if not is_with_the_asker(case, link):
        return Standing(pgettext("link", "No longer needed"), "neutral", "circle-minus")
    return _standing_open(link)


def _standing_open(link: OutsideLink) -> Standing:
    if link.is_over(now()):
        return Standing(pgettext("link", "Its time is over"), "error", "hourglass")
    taken = [each for each in link.answers.all() if each.kind == OutsideKind.TAKE]
    if taken:
        return Standing(taken[-1].get_kind_display(), "primary", "wrench", waits=True)
    if link.opened_at is not None:
        return Standing(pgettext("link", "Opened"), "info", "eye", waits=True)
    return Standing(pgettext("link", "Not opened yet"), "info", "send", waits=True)


def asked_of(case: Case) -> Sequence[Asked]:
    """Every link of a case, the newest first; three queries at most."""
    if not lies_beside(case, "outside_links"):
        return []
    rows = case.outside_links.select_related("sent_by", "unit").prefetch_related("answers__photos")
    return [Asked(each, standing_of(each, case), list(each.answers.all())) for each in rows]


def done_answers(case: Case) -> Sequence[OutsideAnswer]:
    """Answers of this round that the unit may take over with its own report as done."""
    rows = OutsideAnswer.objects.filter(
        link__case=case, link__round=case.round, kind=OutsideKind.DONE, adopted_at=None
    )
    return list(rows.select_related("link"))


AS_IT_IS = (PhotoRole.REPORT, PhotoRole.BEFORE)


def shown_outside(case: Case, number: int) -> "QuerySet[CasePhoto]":
    """How it is: what was reported and seen before the work, in this round. Earlier ones show what was put right."""
    return CasePhoto.objects.filter(case=case, round=number, role__in=AS_IT_IS)


def rounds_with_photos(case: Case) -> frozenset[int]:
    """In which rounds a link has photos to show. One query."""
    rows = CasePhoto.objects.filter(case=case, role__in=AS_IT_IS)
    return frozenset(rows.values_list("round", flat=True))


def _waiting(actor: Actor) -> "QuerySet[OutsideAnswer]":
    """Answers to what this actor handles or sent, while they still work for the unit or the desk that has it; or, where
    nobody of the unit handles it, of the unit and the desk."""
    of_the_unit = Q(link__case__unit_id__in=actor.reach.organisations(*UNIT_ROLES))
    theirs = Q(link__case__handler_id=actor.pk) | Q(link__sent_by_id=actor.pk)
    unhandled = Q(link__case__handler=None) & (of_the_unit | _around(actor, Role.COMMUNITY_WORKER))
    mine = theirs & (of_the_unit | _around(actor, *DESK)) | unhandled
    return OutsideAnswer.objects.filter(mine, seen_at=None, link__case__state__in=OUTSIDE_STATES)


def _around(actor: Actor, *roles: Role) -> Q:
    return inside(actor.reach.paths_for(*roles), field="link__case__place_id")


def _rows(actor: Actor) -> "Iterator[tuple[str, QuerySet[OutsideAnswer]]]":
    yield KIND, _waiting(actor).order_by("pk")


def _items(_actor: Actor, found: Mapping[int, str]) -> Sequence[WorkItem]:
    rows = OutsideAnswer.objects.filter(pk__in=found).select_related(
        "link__case__version", "link__case__place"
    )
    return [
        WorkItem(
            key=f"{KIND}/{each.pk}",
            title=_("%(name)s: %(what)s")
            % {"name": each.link.name, "what": mask_words(each.words)[:60] or each.get_kind_display()},
            where=each.link.case.place.display_name,
            kind=KIND,
            kind_label=str(LABEL),
            basis=_("Answered %(when)s by the link for %(matter)s")
            % {"when": when(each.at), "matter": each.link.case.version.display_name},
            action_label=_("Look at it"),
            url=f"{reverse('console-outside', args=[each.link.case.number])}#answer-{each.pk}",
            weight=7,
        )
        for each in rows.order_by("pk")
    ]


OUTSIDE = Waiting({KIND: LABEL}, _rows, _items)
