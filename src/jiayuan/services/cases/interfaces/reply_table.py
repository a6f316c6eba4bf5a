"""Kept words from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import one_of, unknown, words
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet, compare
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, place_cell, place_names
from jiayuan.foundation.places.models import Place

from ..domain.replies.gaps import check_known
from ..domain.replies.keep import MANAGE, ReplyDraft, change_reply, write_reply
from ..domain.replies.offered import kept_replies
from ..enums import Action
from ..models import Category, ReplyTemplate
from ..rules import DESK, UNIT_ROLES

WORDED = ("name", "words", "name_en", "words_en", "action", "category")
Keeper = tuple[str, int | None]


def keeps_words(actor: Actor) -> bool:
    return actor.reach.has_any((*DESK, *UNIT_ROLES))


class ReplyLoader:
    """Known by their name among those of one keeper: a place, or a unit that the actor works for."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.places = actor, PlaceFinder()
        self.units: dict[str, Organisation] = {}
        self.categories: set[str] = set()
        self.known: dict[tuple[str, int | None, str], ReplyTemplate] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row.get("place") for row in rows)
        mine = Organisation.objects.filter(pk__in=self.actor.reach.organisations(*UNIT_ROLES))
        self.units = {name: each for each in mine for name in (each.short_name, each.name) if name}
        self.categories = set(Category.objects.values_list("pk", flat=True))
        named = ReplyTemplate.objects.filter(name__in={row["name"] for row in rows}, retired_at=None)
        self.known = {(each.place_id or "", each.unit_id, each.name): each for each in named}

    def plan(self, row: Row) -> Plan:
        keeper, known = self._keeper(row), self._known(row)
        self._check(row)
        plan = compare(_before(known), row) if known else Plan(NEW)
        if plan.kind != SAME:
            gate(self.actor, MANAGE, ReplyTemplate(place_id=keeper[0] or None, unit_id=keeper[1]))
        return plan

    def _keeper(self, row: Row) -> Keeper:
        place, unit = row.get("place"), row.get("unit")
        if bool(place) == bool(unit):
            raise Invalid(
                _("Who keeps it?"),
                _("Write a place or a unit that you work for, and leave the other empty."),
                field="place",
                code="keeper",
            )
        if place:
            return self.places.find(place).path, None
        found = self.units.get(str(unit))
        if found is None:
            error = unknown(str(unit), list(self.units), _("Write a unit that you work for."))
            error.field = "unit"
            raise error
        return "", found.pk

    def _known(self, row: Row) -> ReplyTemplate | None:
        return self.known.get((*self._keeper(row), row["name"]))

    def _check(self, row: Row) -> None:
        for column in ("words", "words_en"):
            check_known(row.get(column) or "", column)
        code = row.get("category")
        if code and code not in self.categories:
            error = unknown(code, sorted(self.categories), _("As in the list of categories."))
            error.field = "category"
            raise error

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == SAME:
            return
        known, (place, unit) = self._known(row), self._keeper(row)
        before = _before(known) if known else dict.fromkeys(WORDED, "")
        values = {key: before[key] if row.get(key) is None else row[key] for key in WORDED}
        draft = ReplyDraft(**values, place=place, unit_id=unit)
        if known:
            written = change_reply(known.pk, draft, seen=known.revision, by=self.actor)
        else:
            written = write_reply(draft, by=self.actor)
        self.known[(place, unit, written.name)] = written


def _before(reply: ReplyTemplate) -> dict[str, str]:
    return {key: getattr(reply, key) for key in WORDED if key != "category"} | {
        "category": reply.category_id or ""
    }


def _reply_rows(actor: Actor) -> Iterator[Row]:
    labels = {each.value: str(each.label) for each in Action}
    for each in kept_replies(actor).iterator(chunk_size=500):
        yield _before(each) | {
            "place": each.place.name if each.place else "",
            "unit": each.unit.name if each.unit else "",
            "action": labels.get(each.action, each.action),
        }


def _reply_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    paths = actor.reach.paths_for(*DESK)
    unit = Organisation.objects.filter(pk__in=actor.reach.organisations(*UNIT_ROLES)).first()
    place = Place.objects.current().filter(pk__in=paths[:1]).first()
    keeper = {"place": place.code} if place or not unit else {"unit": unit.name}  # type: ignore[union-attr]
    return [
        {
            **keeper,
            "name": _("Taken up, seen on the spot"),
            "words": "“{类别}”已到现场看过，编号 {编号}，承诺 {承诺} 内办好。",
            "action": str(Action.FILE.label),
        },
        {**keeper, "name": _("Put right, thank you"), "words": "已经办好，谢谢您的反映。"},
    ]


REPLIES = Sheet(
    name="replies",
    label=gettext_lazy("Kept words"),
    hint=gettext_lazy("What is said again and again, by place and by unit"),
    icon="message-square-text",
    columns=(
        Column(
            "place", gettext_lazy("Kept by the place"), place_cell, example="桃园三社区", choices=place_names,
            help=gettext_lazy("Name or code; empty where a unit keeps it."), aliases=("地点", "社区", "街道"),
        ),
        Column(
            "unit", gettext_lazy("Kept by the unit"), words(80), aliases=("单位", "处置单位"),
            help=gettext_lazy("Its name; empty where a place keeps it."),
        ),
        Column("name", gettext_lazy("Name"), words(60), required=True, example="已受理", aliases=("名称", "标题")),
        Column(
            "words", gettext_lazy("Chinese wording"), words(1000), required=True, aliases=("内容", "用语"),
            help=gettext_lazy("Gaps such as {编号} are filled in from the case."),
        ),
        Column("name_en", gettext_lazy("English name"), words(60)),
        Column("words_en", gettext_lazy("English wording"), words(1000)),
        Column(
            "action", gettext_lazy("Action"), one_of(Action.choices), aliases=("操作", "环节"),
            choices=lambda: [str(label) for _key, label in Action.choices],
            help=gettext_lazy("Empty: any action."),
        ),
        Column(
            "category", gettext_lazy("Category"), words(12), as_text=True, aliases=("类别编码",),
            help=gettext_lazy("Its code; what is below it counts too. Empty: any category."),
        ),
    ),
    key=("place", "unit", "name"),
    may=keeps_words,
    loader=ReplyLoader,
    rows=_reply_rows,
    count=lambda actor: kept_replies(actor).count(),
    examples=_reply_examples,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("replies", REPLIES)
