"""Help without a wish from and to a spreadsheet: what teams did before, or wrote down elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.cells import day, one_of, whole
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.common.text import clean_words

from ..domain.past_services import bring_in_service, is_written_down, lines_by_hand
from ..domain.services import ServiceDraft, check_service
from ..enums import Tier, WishKind
from ..limits import MOST_SERVED, MOST_SERVICE_MINUTES, SERVICE_WORDS
from ..models import Post, ServiceRecord
from ..rules import DESK
from .table_finding import COMMUNITY, POST, NetworkFinder, keeps, kept_stations, line

Key = tuple[int, date]


class ServiceLoader:
    """What is written down already is the same; what was struck out is not brought back."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.network = actor, NetworkFinder(actor)
        self.lines: dict[Key, list[ServiceRecord]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.network.prepare(rows)
        posts = [post.pk for row in rows if (post := self._known_post(row)) is not None]
        self.lines = {}
        for each in lines_by_hand(posts, [row["day"] for row in rows]):
            self.lines.setdefault((each.post_id, each.day), []).append(each)

    def _known_post(self, row: Row) -> Post | None:
        try:
            return self._post(row)
        except DomainError:
            return None

    def _post(self, row: Row) -> Post:
        """That of this name which was there on the day; else the one that is there now."""
        station = self.network.station(row)
        for each in self.network.named(station, row["post"]):
            if each.since <= row["day"] and (each.ended_on is None or row["day"] <= each.ended_on):
                return each
        return self.network.post(row)

    def _draft(self, row: Row) -> tuple[ServiceDraft, Post]:
        post = self._post(row)
        words = clean_words(row["words"], field="words", limit=SERVICE_WORDS)
        draft = ServiceDraft(post.pk, row["day"], row["people"], row["kind"], words, row.get("minutes"))
        check_service(draft, post)
        return draft, post

    def plan(self, row: Row) -> Plan:
        draft, post = self._draft(row)
        known = self.lines.get((post.pk, draft.day), [])
        return Plan(SAME if is_written_down(draft, known) else NEW)

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (what it says keeps it once)
        draft, _post = self._draft(row)
        bring_in_service(draft, by=self.actor)


def _kept(actor: Actor) -> Any:
    rows = ServiceRecord.objects.standing().within(*actor.reach.paths_for(*DESK))
    return rows.filter(claim=None, payment=None)


def _rows(actor: Actor) -> Iterator[Row]:
    rows = _kept(actor).select_related("post__station__community").defer("post__station__community__boundary")
    for each in rows.order_by("post__station__community_id", "day", "pk").iterator(chunk_size=500):
        yield {
            "community": each.post.station.community.name, "post": each.post.name, "day": each.day,
            "kind": each.get_kind_display(), "words": each.words, "people": each.people,
            "minutes": each.minutes,
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    """Of posts that are there, so that the sample can be imported as it stands."""
    stations = kept_stations(actor)
    post = Post.objects.active().filter(station__in=stations).order_by("station__community_id", "pk").first()
    common = {
        "community": post.station.community_id if post else stations[0].community_id if stations else "",
        "post": post.name if post else str(Tier.CENTRE.label), "day": str(today()),
    }  # fmt: skip
    return [
        {**common, "kind": str(WishKind.ERRAND.label), "words": _("Haircuts on the square"), "people": "23"},
        {
            **common, "kind": str(WishKind.REPAIR.label), "words": _("Small appliances mended"), "people": "6",
            "minutes": "240",
        },
    ]  # fmt: skip


SERVICES = Sheet(
    name="help-services",
    label=gettext_lazy("Help without a wish"),
    hint=gettext_lazy("What posts of help stations did: day, kind, how many. Never who was helped"),
    icon="heart-handshake",
    columns=(
        COMMUNITY,
        POST,
        Column(
            "day", gettext_lazy("Day"), day, required=True, example="2026-03-01",
            aliases=("日期", "服务日期", "时间", "服务时间"),
        ),
        Column(
            "kind", gettext_lazy("Kind"), one_of(WishKind.choices), required=True, example="搭把手",
            choices=lambda: [str(label) for _key, label in WishKind.choices],
            aliases=("类型", "服务类型", "类别", "服务类别"),
        ),
        Column(
            "words", pgettext_lazy("service", "What was done?"), lambda cell: line(SERVICE_WORDS, cell),
            required=True, mask=mask_words, example="广场义剪",
            help=gettext_lazy("Lines of one post, day and kind are told apart by it."),
            aliases=("内容", "服务内容", "做了什么", "事项"),
        ),
        Column(
            "people", gettext_lazy("Person-times"), whole(1, MOST_SERVED), required=True, example="23",
            help=gettext_lazy("How many times somebody was helped."),
            aliases=("人次", "服务人次", "人数", "服务人数"),
        ),
        Column(
            "minutes", gettext_lazy("Minutes"), whole(1, MOST_SERVICE_MINUTES), example="120",
            help=gettext_lazy("Of all who helped together."), aliases=("分钟", "时长", "服务时长", "时长（分钟）"),
        ),
    ),
    key=("community", "post", "day", "kind", "words"),
    may=keeps,
    loader=ServiceLoader,
    rows=_rows,
    count=lambda actor: _kept(actor).count(),
    examples=_examples,
    may_reveal=keeps,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("help-services", SERVICES)
