"""The pairing ledger and the yearly lists from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.cells import day, digits, one_of, whole, words
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.organisations.interfaces.finding import OrganisationFinder
from jiayuan.foundation.organisations.phones import normalise_contact_phone
from jiayuan.foundation.places.interfaces.finding import (
    PlaceFinder,
    community_path,
    example_code,
    place_cell,
    place_names,
)

from ..domain.pairings import PairingDraft, propose_pairing
from ..domain.queries.pairings import communities_of, organisations_of
from ..domain.yearly import ItemDraft, write_item
from ..enums import ItemKind, PairingOrigin
from ..models import Pairing, Skill, YearlyItem
from ..rules import KEEPERS, PROPOSE, WRITE_NEED, WRITE_OFFER, Bond

COMMUNITY = Column(
    "community", gettext_lazy("Community"), place_cell, required=True, example="桃园三社区", choices=place_names,
    help=gettext_lazy("Name or code of the community."), aliases=("社区", "结对社区", "所属社区", "服务社区"),
)  # fmt: skip
ORGANISATION_ALIASES = ("单位", "结对单位", "单位名称", "机关企事业单位", "organization")


def keeps(actor: Actor) -> bool:
    return actor.reach.has_any(KEEPERS)


class PairingLoader:
    """A pair that is live already is the same; the others are proposed."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.places, self.organisations = actor, PlaceFinder(), OrganisationFinder()
        self.live: set[tuple[int, str]] = set()

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["community"] for row in rows)
        self.organisations.prepare(row["organisation"] for row in rows)
        self.live = set(Pairing.objects.live().values_list("organisation_id", "community_id"))

    def plan(self, row: Row) -> Plan:
        ids = self._ids(row)
        gate(self.actor, PROPOSE, Bond(*ids))
        return Plan(SAME if ids in self.live else NEW)

    def _ids(self, row: Row) -> tuple[int, str]:
        return self.organisations.find(row["organisation"]).pk, community_path(self.places, row["community"])

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == SAME:
            return
        draft = PairingDraft(
            *self._ids(row), row.get("since") or today(), row.get("contact_name") or "",
            row.get("contact_phone") or "", origin=PairingOrigin.IMPORT,
        )  # fmt: skip
        propose_pairing(draft, by=self.actor)


def _pairing_rows(actor: Actor) -> Iterator[Row]:
    for each in (
        Pairing.objects.visible_to(actor).with_names().order_by("community_id", "pk").iterator(chunk_size=500)
    ):
        yield {
            "organisation": each.organisation.name, "community": each.community.name, "since": each.since,
            "until": each.until, "state": each.get_state_display(), "contact_name": each.contact_name,
            "contact_phone": each.contact_phone, "reason": each.reason,
        }  # fmt: skip


def _pairing_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    """Two pairs that are none yet, so that the sample can be imported as it stands."""
    live = set(Pairing.objects.live().values_list("organisation_id", "community_id"))
    communities, found = communities_of(actor), list[Mapping[str, str]]()
    for organisation in organisations_of(actor)[:50]:
        place = next((each for each in communities if (organisation.pk, each.path) not in live), None)
        if place is not None:
            found.append({
                "organisation": organisation.name, "community": place.code,
                "since": str(today() - timedelta(days=30 * len(found))),
                "contact_name": _("Li Example"), "contact_phone": f"1380000000{len(found) + 1}",
            })  # fmt: skip
        if len(found) == 2:
            break
    return found


PAIRINGS = Sheet(
    name="pairings",
    label=gettext_lazy("Pairings"),
    hint=gettext_lazy("Which organisation serves which community, since when, whom to call"),
    icon="handshake",
    columns=(
        Column(
            "organisation", gettext_lazy("Organisation"), words(80), required=True, example="区图书馆",
            aliases=ORGANISATION_ALIASES, help=gettext_lazy("Its name as it stands in the list of organisations."),
        ),
        COMMUNITY,
        Column("since", gettext_lazy("From"), day, example="2026-03-01", aliases=("开始时间", "结对时间", "起始日期")),
        Column("until", gettext_lazy("Until"), day, help=gettext_lazy("Only in what is taken out.")),
        Column("state", gettext_lazy("State"), words(20), help=gettext_lazy("Only in what is taken out.")),
        Column(
            "contact_name", gettext_lazy("Contact at the organisation"), words(40), mask=mask_name,
            aliases=("联系人", "单位联系人姓名", "负责人"),
        ),
        Column(
            "contact_phone", gettext_lazy("Number of the contact"), lambda cell: normalise_contact_phone(digits(cell)),
            mask=mask_phone, as_text=True, aliases=("联系电话", "电话", "手机号"),
        ),
        Column("reason", gettext_lazy("Why it ended"), words(200), help=gettext_lazy("Only in what is taken out.")),
    ),
    key=("organisation", "community"),
    may=keeps,
    loader=PairingLoader,
    rows=_pairing_rows,
    count=lambda actor: Pairing.objects.visible_to(actor).count(),
    examples=_pairing_examples,
    may_reveal=keeps,
)  # fmt: skip


class ItemLoader:
    def __init__(self, actor: Actor) -> None:
        self.actor, self.places, self.organisations = actor, PlaceFinder(), OrganisationFinder()
        self.pairings: dict[tuple[int, str], Pairing] = {}
        self.skills: dict[str, str] = {}
        self.known: set[tuple[str, int, str, str]] = set()

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["community"] for row in rows)
        self.organisations.prepare(row.get("organisation") for row in rows)
        self.pairings = {(each.organisation_id, each.community_id): each for each in Pairing.objects.live()}
        for each in Skill.objects.filter(is_active=True):
            self.skills.update({each.pk: each.pk, each.name: each.pk, each.name_en.lower(): each.pk})
        found = YearlyItem.objects.filter(words__in={row["words"] for row in rows})
        self.known = set(found.values_list("community_id", "year", "kind", "words"))

    def plan(self, row: Row) -> Plan:
        draft = self._draft(row)
        if draft.kind == ItemKind.NEED:
            gate(self.actor, WRITE_NEED, draft.community_path)
        else:
            gate(self.actor, WRITE_OFFER, draft.pairing)
        key = (draft.community_path, draft.year, draft.kind, draft.words)
        return Plan(SAME if key in self.known else NEW)

    def _draft(self, row: Row) -> ItemDraft:
        path, pairing = community_path(self.places, row["community"]), None
        if row["kind"] != ItemKind.NEED:
            named = row.get("organisation")
            pairing = self.pairings.get((self.organisations.find(named).pk, path)) if named else None
            if pairing is None:
                raise Invalid(
                    _("Resources and projects belong to a pairing of this community."),
                    _("Write the organisation that it comes from."), field="organisation", code="no-pairing",
                )  # fmt: skip
        return ItemDraft(row["kind"], row["year"], row["words"], path, pairing, self._skill(row.get("skill")))

    def _skill(self, text: str | None) -> str:
        if not text:
            return ""
        if text.lower() not in self.skills:
            raise Invalid(
                _("This skill is not known."), _("Choose one from the list."), field="skill", code="skill"
            )
        return self.skills[text.lower()]

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == NEW:
            write_item(self._draft(row), by=self.actor)


def _item_rows(actor: Actor) -> Iterator[Row]:
    rows = YearlyItem.objects.visible_to(actor).select_related(
        "community", "pairing__organisation", "skill", "matched"
    )
    for each in (
        rows.defer("community__boundary").order_by("community_id", "year", "pk").iterator(chunk_size=500)
    ):
        yield {
            "community": each.community.name, "year": each.year, "kind": each.get_kind_display(), "words": each.words,
            "organisation": each.pairing.organisation.name if each.pairing else "",
            "skill": str(each.skill) if each.skill else "", "state": each.get_state_display(),
            "matched": each.matched.words if each.matched else "",
        }  # fmt: skip


def _item_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    place = next(iter(communities_of(actor)), None)
    common = {
        "community": place.code if place else example_code(),
        "year": str(today().year),
        "kind": str(ItemKind.NEED.label),
    }
    return [
        {**common, "words": _("Legal advice once a month"), "skill": "law"},
        {**common, "words": _("Paint for the stairways of three buildings")},
    ]


ITEMS = Sheet(
    name="yearly-lists",
    label=gettext_lazy("Yearly lists"),
    hint=gettext_lazy("What communities need, what their partners have and will do"),
    icon="list",
    columns=(
        COMMUNITY,
        Column("year", gettext_lazy("Year"), whole(2000, 2100), required=True, example="2026", aliases=("年度",)),
        Column(
            "kind", gettext_lazy("List"), one_of(ItemKind.choices), required=True, example="需求",
            choices=lambda: [str(label) for _key, label in ItemKind.choices], aliases=("类型", "清单类型"),
        ),
        Column("words", gettext_lazy("What is it?"), words(120), required=True, aliases=("内容", "事项", "项目名称")),
        Column(
            "organisation", gettext_lazy("Organisation"), words(80), aliases=ORGANISATION_ALIASES,
            help=gettext_lazy("Of resources and projects."),
        ),
        Column("skill", gettext_lazy("Skill"), words(60), aliases=("技能", "所需技能")),
        Column("state", gettext_lazy("State"), words(20), help=gettext_lazy("Only in what is taken out.")),
        Column("matched", gettext_lazy("Matched with"), words(120), help=gettext_lazy("Only in what is taken out.")),
    ),
    key=("community", "year", "kind", "words"),
    may=keeps,
    loader=ItemLoader,
    rows=_item_rows,
    count=lambda actor: YearlyItem.objects.visible_to(actor).count(),
    examples=_item_examples,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("pairings", PAIRINGS)
    registers.sheets.add("yearly-lists", ITEMS)
