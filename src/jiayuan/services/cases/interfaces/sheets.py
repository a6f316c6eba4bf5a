"""Categories and their promises from and to a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.cells import (
    digits,
    one_of,
    text_of,
    unknown,
    whole,
    words,
    yes_no,
)
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import SAME, Column, Plan, Row, Sheet, compare
from jiayuan.foundation.organisations.enums import UnitFunction

from ..domain.catalogue import LONGEST, MANAGE, VersionDraft, publish_version
from ..enums import ProofPolicy
from ..models import CategoryVersion

WORDS = ("name", "name_en", "plain_words", "function", "handle_unit", "proof")
FLAGS = ("is_urgent", "is_private")
PROMISED = (*WORDS, *LONGEST, *FLAGS)


def labels(choices: Any) -> list[str]:
    return [str(label) for _key, label in choices]


class CategoryLoader:
    """New versions of categories that are there; a code that is not known is refused."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.known: dict[str, CategoryVersion] = {}

    def prepare(self, rows: Sequence[Row]) -> None:  # noqa: ARG002 (there are few: all are read)
        self.known = {each.category_id: each for each in CategoryVersion.objects.current()}

    def plan(self, row: Row) -> Plan:
        known = self.known.get(row["code"])
        if known is None:
            error = unknown(
                row["code"],
                list(self.known),
                _("Codes come from the national standard; new ones come with an update."),
            )
            error.field = "code"
            raise error
        verdict = may(self.actor, MANAGE)
        if not verdict:
            raise Refused(verdict.because, verdict.remedy)
        return compare({key: getattr(known, key) for key in PROMISED}, row)

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == SAME:
            return
        known = self.known[row["code"]]
        draft = VersionDraft(
            **{key: getattr(known, key) if row.get(key) is None else row[key] for key in PROMISED}
        )
        self.known[row["code"]] = publish_version(row["code"], draft, seen=known.version, by=self.actor)


def _category_rows(actor: Actor) -> Iterator[Row]:  # noqa: ARG001 (everybody in the console sees the same)
    for each in CategoryVersion.objects.current().order_by("category_id"):
        row = {key: getattr(each, key) for key in PROMISED} | {"code": each.category_id}
        named = {
            key: str(getattr(each, f"get_{key}_display")()) for key in ("function", "handle_unit", "proof")
        }
        yield row | named | {key: _("Yes") if getattr(each, key) else _("No") for key in FLAGS}


def _category_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    return [
        {key: text_of(value) for key, value in row.items()}
        for _number, row in zip(range(3), _category_rows(actor), strict=False)
    ]


def _number(key: str, label: Any, aliases: tuple[str, ...] = ()) -> Column:
    return Column(key, label, whole(1, LONGEST[key]), aliases=aliases)


def _choice(key: str, label: Any, choices: Any, aliases: tuple[str, ...] = ()) -> Column:
    return Column(key, label, one_of(choices), choices=lambda: labels(choices), aliases=aliases)


CATEGORIES = Sheet(
    name="categories",
    label=gettext_lazy("Categories and promises"),
    hint=gettext_lazy("Wording and promises; each change is a new version from today on"),
    icon="list",
    columns=(
        Column(
            "code",
            gettext_lazy("Code"),
            digits,
            required=True,
            as_text=True,
            example="0101",
            help=gettext_lazy("As in the list of categories."),
            aliases=("类别编码", "小类代码", "代码"),
        ),
        Column("name", gettext_lazy("Chinese name"), words(40), aliases=("类别名称", "小类名称")),
        Column("name_en", gettext_lazy("English name"), words(80)),
        Column("plain_words", gettext_lazy("What people call it"), words(300), aliases=("俗称", "关键词")),
        _choice("function", gettext_lazy("Who handles it"), UnitFunction.choices, ("处置职能", "职能")),
        _number("filing_hours", gettext_lazy("Working hours to look at it"), ("受理时限",)),
        _number("dispatch_hours", gettext_lazy("Working hours to dispatch it"), ("派遣时限",)),
        _number("handle_amount", gettext_lazy("Time to handle it"), ("处置时限",)),
        _choice("handle_unit", gettext_lazy("Counted in"), TermUnit.choices, ("时限单位",)),
        _number("verify_hours", gettext_lazy("Working hours to verify it"), ("核查时限",)),
        _choice("proof", gettext_lazy("Proof"), ProofPolicy.choices, ("核查凭证",)),
        _number("reopen_days", gettext_lazy("Days in which it can be reopened")),
        Column(
            "is_urgent",
            gettext_lazy("Danger"),
            yes_no,
            choices=lambda: [_("Yes"), _("No")],
            aliases=("紧急",),
        ),
        Column(
            "is_private",
            gettext_lazy("Never shown to the public"),
            yes_no,
            choices=lambda: [_("Yes"), _("No")],
        ),
    ),
    key=("code",),
    may=lambda actor: bool(may(actor, MANAGE)),
    loader=CategoryLoader,
    rows=_category_rows,
    count=lambda _actor: CategoryVersion.objects.current().count(),
    examples=_category_examples,
)


def announce() -> None:
    registers.sheets.add("categories", CATEGORIES)
