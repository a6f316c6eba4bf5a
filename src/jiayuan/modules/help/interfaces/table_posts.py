"""Posts of help stations from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.cells import day, one_of
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.organisations.interfaces.finding import OrganisationFinder
from jiayuan.foundation.places.interfaces.finding import place_cell

from ..domain.network_drafts import PostDraft, check_since
from ..domain.stations import open_post
from ..enums import POST_TIERS, Tier
from ..models import Post, Station
from ..rules import DESK
from .table_finding import (
    COMMUNITY,
    NAME_LENGTH,
    NetworkFinder,
    example_community,
    keeps,
    line,
    written_place,
)

TIERS = [(each.value, each.label) for each in POST_TIERS]
SPOKEN_TIERS = {
    "服务中心": Tier.CENTRE.value,
    "服务队": Tier.TEAM.value,
    "服务点": Tier.POINT.value,
    "服务站": Tier.MERCHANT.value,
    "商户站": Tier.MERCHANT.value,
}


class PostLoader:
    """A post of this name that the station has stays as it is; the others are opened."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.network, self.organisations = actor, NetworkFinder(actor), OrganisationFinder()

    def prepare(self, rows: Sequence[Row]) -> None:
        self.network.prepare(rows)
        self.organisations.prepare(row.get("organisation") for row in rows)

    def plan(self, row: Row) -> Plan:
        station = self.network.station(row)
        known = self.network.active(station, row["name"])
        if known is not None:
            return self._same(known, row, station)
        self._draft(row, station)
        return Plan(NEW)

    def _same(self, known: Post, row: Row, station: Station) -> Plan:
        place = self.network.place_of(row, station)
        for field, differs in (("tier", known.tier != row["tier"]), ("place", known.place_id != place.path)):
            if differs:
                raise Conflict(
                    _("The station has a post of this name already, and there this is different."),
                    _("Write what stands on the page of the station, or choose another name."),
                    field=field,
                    code="post-differs",
                )
        return Plan(SAME)

    def _draft(self, row: Row, station: Station) -> PostDraft:
        tier, named = row["tier"], row.get("organisation")
        if tier == Tier.CENTRE:
            raise Invalid(
                _("Every station has its service centre already."), _("Leave the row out."), field="tier",
                code="centre",
            )  # fmt: skip
        if (tier == Tier.MERCHANT) != bool(named):
            raise Invalid(*_merchant_or_not(tier), field="organisation", code="organisation")
        if row.get("since"):
            check_since(row["since"])
        return PostDraft(
            tier, row["name"], self.network.place_of(row, station).path, row.get("name_en") or "",
            row.get("service") or "", self.organisations.find(named).pk if named else None, row.get("since"),
        )  # fmt: skip

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (its name keeps it once)
        if self.plan(row).kind == SAME:
            return
        station = self.network.station(row)
        try:
            post = open_post(station.pk, self._draft(row, station), by=self.actor)
        except Conflict:  # did another import bring it in meanwhile?
            self.network.look_up({station.community_id})
            if self.plan(row).kind != SAME:
                raise
            return
        self.network.posts[station.community_id].append(post)


def _merchant_or_not(tier: str) -> tuple[str, str]:
    if tier == Tier.MERCHANT:
        return _("Which merchant or institution is it?"), _("Write its name into the column beside.")
    return _("Only a merchant’s station belongs to an organisation."), _("Empty the cell.")


def _kept(actor: Actor) -> Any:
    return Post.objects.active().within(*actor.reach.paths_for(*DESK)).filter(station__closed_on=None)


def _rows(actor: Actor) -> Iterator[Row]:
    rows = _kept(actor).select_related("station__community", "place", "organisation")
    rows = rows.defer("station__community__boundary", "place__boundary")
    for each in rows.order_by("station__community_id", "pk").iterator(chunk_size=500):
        yield {
            "community": each.station.community.name, "tier": each.get_tier_display(), "name": each.name,
            "place": written_place(each.place), "name_en": each.name_en, "service": each.service,
            "organisation": each.organisation.name if each.organisation else "", "since": each.since,
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    here = example_community(actor)
    common = {"community": here, "place": here, "since": str(today())}
    return [
        {**common, "tier": str(Tier.TEAM.label), "name": _("Example team"), "service": _("Haircuts at home")},
        {**common, "tier": str(Tier.POINT.label), "name": _("Example point")},
    ]


POSTS = Sheet(
    name="help-posts",
    label=gettext_lazy("Posts of help stations"),
    hint=gettext_lazy("Teams, points and merchants’ stations of the communities you look after"),
    icon="store",
    columns=(
        COMMUNITY,
        Column(
            "tier", pgettext_lazy("help station", "Tier"), one_of(TIERS, also=SPOKEN_TIERS), required=True,
            choices=lambda: [str(label) for _key, label in TIERS[1:]], example="院落服务队",
            aliases=("层级", "类型", "类别"),
        ),
        Column(
            "name", pgettext_lazy("help station", "Name of the post"), lambda cell: line(NAME_LENGTH, cell),
            required=True, example="桃园互助队", aliases=("名称", "队伍名称", "服务队", "服务点", "name"),
        ),
        Column(
            "place", gettext_lazy("Place"), place_cell, required=True, example="桃园小区",
            help=gettext_lazy("Name or code of the courtyard, the building or the community where it is."),
            aliases=("位置", "小区", "楼栋", "所在小区"),
        ),
        Column(
            "name_en", gettext_lazy("English name"), lambda cell: line(80, cell),
            help=gettext_lazy("Kept only if the post is new."), aliases=("英文名称",),
        ),
        Column(
            "service", gettext_lazy("What it is known for"), lambda cell: line(60, cell), example="上门理发",
            help=gettext_lazy("Kept only if the post is new."), aliases=("特色服务", "服务内容"),
        ),
        Column(
            "organisation", gettext_lazy("Organisation"), lambda cell: line(80, cell),
            help=gettext_lazy("Of a merchant’s station: its name as it stands in the list of organisations."),
            aliases=("单位", "商户", "单位名称", "联系单位"),
        ),
        Column(
            "since", gettext_lazy("Since"), day, example="2026-03-01",
            help=gettext_lazy("The day on which it began; today if empty. Kept only if the post is new."),
            aliases=("成立日期", "成立时间", "起始日期"),
        ),
    ),
    key=("community", "name"),
    may=keeps,
    loader=PostLoader,
    rows=_rows,
    count=lambda actor: _kept(actor).count(),
    examples=_examples,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("help-posts", POSTS)
