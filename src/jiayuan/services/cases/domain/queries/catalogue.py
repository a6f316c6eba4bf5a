"""The categories as people look for them: in their groups, or by their own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiayuan.foundation.common.plainwords import likeness, normalise
from jiayuan.foundation.common.prepared import Prepared, Slot

from ...models import Category, CategoryVersion

ENOUGH_LIKENESS = 0.35
COMMON = 8


@dataclass(frozen=True)
class Group:
    """Categories that belong together, under the name of the class above them (or of their kind)."""

    code: str
    label: str
    versions: Sequence[CategoryVersion]


_REPORTABLE = Prepared(
    lambda: (
        CategoryVersion.objects.current()
        .select_related("category")
        .filter(category_id=Slot("code", CategoryVersion, "category"), category__children=None)
    )
)


def reportable(code: str) -> CategoryVersion | None:
    """The category with this code as it is promised now; None where there is none, or only a heading. One query."""
    return _REPORTABLE.first(code=code) if code else None


_CURRENT = Prepared(lambda: CategoryVersion.objects.current().select_related("category"))
_HEADINGS = Prepared(
    lambda: CategoryVersion.objects.current().filter(category__parent=None).select_related("category")
)
_PARENTS = Prepared(lambda: Category.objects.filter(children__isnull=False).values_list("pk", flat=True))


def current_versions() -> list[CategoryVersion]:
    """What can be reported today, in the catalogue's order. Two queries. Classes with others below them are only
    headings and are left out."""
    rows = _CURRENT.rows()
    ordered = sorted(rows, key=lambda each: (each.category.kind, each.category.order, each.category_id))
    headings = set(_PARENTS.rows())
    return [each for each in ordered if each.category_id not in headings]


def grouped(versions: Sequence[CategoryVersion]) -> list[Group]:
    """``versions`` under their headings, in order. One query."""
    headings = {each.category_id: each for each in _HEADINGS.rows()}
    found: dict[str, list[CategoryVersion]] = {}
    for each in versions:
        found.setdefault(each.category.parent_id or each.category.kind, []).append(each)
    groups = [Group(code, _label(headings.get(code), inside), inside) for code, inside in found.items()]
    return sorted(groups, key=lambda group: _rank(headings.get(group.code)))


def _label(heading: CategoryVersion | None, inside: Sequence[CategoryVersion]) -> str:
    return heading.display_name if heading else str(inside[0].category.get_kind_display())


def _rank(heading: CategoryVersion | None) -> tuple[bool, int, str]:
    """Groups with a heading first, in the catalogue's order."""
    if heading is None:
        return True, 0, ""
    return False, heading.category.order, heading.category_id


def match_categories(text: str, versions: Sequence[CategoryVersion], limit: int = 6) -> list[CategoryVersion]:
    """Those of ``versions`` that plain words may mean, the likeliest first."""
    query = normalise(text)
    if not query:
        return []
    scored = [
        (likeness(query, [each.name, each.name_en, *each.plain_words.split()]), each) for each in versions
    ]
    likely = [pair for pair in scored if pair[0] >= ENOUGH_LIKENESS]
    return [each for _score, each in sorted(likely, key=lambda pair: -pair[0])[:limit]]


def common(versions: Sequence[CategoryVersion]) -> list[CategoryVersion]:
    """The few that are offered first: those the catalogue puts at the top of their groups, danger before the rest."""
    return sorted(versions, key=lambda each: (each.category.order, not each.is_urgent))[:COMMON]
