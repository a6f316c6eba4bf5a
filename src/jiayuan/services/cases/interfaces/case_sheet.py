"""Cases from and to a spreadsheet: what came in by telephone, and the list as one sees it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.cells import Cell, degrees, digits, unknown, words
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.common.masks import mask_name, mask_phone, mask_words
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, example_code, place_cell, place_names

from ..domain.given import ReportDraft
from ..domain.queries.catalogue import current_versions
from ..domain.report import report_case
from ..models import Case
from ..rules import DESK


class CaseLoader:
    """Reports that came in elsewhere (by telephone, by the hotline), each under the number it has there."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.places = PlaceFinder()
        versions = current_versions()
        self.categories = {each.category_id: each.category_id for each in versions} | {
            name.lower(): each.category_id for each in versions for name in (each.name, each.name_en)
        }
        self.names = [each.display_name for each in versions]
        self.known: set[str | None] = set()

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["place"] for row in rows)
        nonces = [nonce_of(row["number"]) for row in rows]
        self.known = set(Case.objects.filter(nonce__in=nonces).values_list("nonce", flat=True))

    def plan(self, row: Row) -> Plan:
        self._category(row)
        place = self.places.find(row["place"])
        if not self.actor.reach.holds(DESK, place.path):
            raise Refused(
                _("This place is not one you take reports in for."),
                _("Leave the row to the office of that place."),
            )
        if len(place.path) < 12:
            raise Invalid(
                _("Name the community, not the street."),
                _("Choose the community."),
                field="place",
                code="place-level",
            )
        return Plan(SAME if nonce_of(row["number"]) in self.known else NEW)

    def _category(self, row: Row) -> str:
        found = self.categories.get(row["category"].lower())
        if found is None:
            error = unknown(row["category"], self.names)
            error.field = "category"
            raise error
        return found

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the number of the row keeps it once)
        if self.plan(row).kind == SAME:
            return
        has_position = row.get("latitude") is not None and row.get("longitude") is not None
        draft = ReportDraft(
            words=row["words"],
            category_code=self._category(row),
            place_path=self.places.find(row["place"]).path,
            address=row.get("address") or "",
            contact_name=row.get("contact_name") or "",
            contact_phone=row.get("contact_phone") or "",
            latitude=row["latitude"] if has_position else None,
            longitude=row["longitude"] if has_position else None,
            is_of_another=True,
        )
        report_case(draft, by=self.actor, nonce=nonce_of(row["number"]))


def nonce_of(number: str) -> str:
    """The same report twice is one case, in whichever file it comes."""
    return f"import/{hashlib.sha256(number.encode()).hexdigest()[:48]}"


def _phone(value: Cell) -> str:
    return normalise_phone(digits(value))


def _cases(actor: Actor) -> Any:
    return Case.objects.visible_to(actor)


def _case_rows(actor: Actor) -> Iterator[Row]:
    rows = _cases(actor).select_related("version", "place", "contact").defer("place__boundary").order_by("pk")
    for case in rows.iterator(chunk_size=500):
        contact = getattr(case, "contact", None)
        yield {
            "number": case.number,
            "category": case.version.display_name,
            "words": case.words,
            "place": case.place.name,
            "address": case.address,
            "latitude": case.latitude,
            "longitude": case.longitude,
            "contact_name": contact.name if contact else "",
            "contact_phone": contact.phone.removeprefix("+86") if contact else "",
            "state": case.get_state_display(),
            "reported": f"{local(case.reported_at):%Y-%m-%d %H:%M}",
        }


def _case_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    versions, names = current_versions(), PlaceFinder()
    paths = [path for path in names.paths if len(path) == 12 and actor.reach.holds(DESK, path)]
    common = {
        "category": versions[0].display_name if versions else "0101",
        "place": paths[0] if paths else example_code(),
    }
    return [
        {
            **common,
            "number": "12345-0001",
            "words": _("The cover of a manhole rattles."),
            "address": _("12 Example Road"),
        },
        {
            **common,
            "number": "12345-0002",
            "words": _("The street lamp has been out since Monday."),
            "contact_phone": "13900000001",
        },
    ]


CASES = Sheet(
    name="cases",
    label=gettext_lazy("Cases"),
    hint=gettext_lazy("Reports that came in by telephone or through the hotline"),
    icon="clipboard-list",
    columns=(
        Column(
            "number",
            gettext_lazy("Number there"),
            words(60),
            required=True,
            as_text=True,
            example="12345-20261101-001",
            help=gettext_lazy(
                "The number the report has in the system it comes from: the same number is taken in once."
            ),
            aliases=("编号", "工单编号", "工单号", "案件编号", "受理编号", "number"),
        ),
        Column(
            "category",
            gettext_lazy("Category"),
            words(80),
            required=True,
            help=gettext_lazy("Name or code."),
            choices=lambda: [each.display_name for each in current_versions()],
            aliases=("类别", "案件类别", "问题类别", "小类"),
        ),
        Column(
            "words",
            gettext_lazy("What is wrong"),
            words(2000),
            required=True,
            mask=mask_words,
            aliases=("问题描述", "描述", "诉求内容", "内容", "案件描述"),
        ),
        Column(
            "place",
            gettext_lazy("Place"),
            place_cell,
            required=True,
            choices=place_names,
            example="桃园三社区",
            help=gettext_lazy("Name or code of the community or estate."),
            aliases=("社区", "所属社区", "所在社区"),
        ),
        Column(
            "address",
            gettext_lazy("Where exactly"),
            words(120),
            mask=mask_words,
            aliases=("地址", "详细地址", "具体位置", "发生地点"),
        ),
        Column(
            "contact_name",
            gettext_lazy("Contact"),
            words(40),
            mask=mask_name,
            aliases=("联系人", "诉求人", "反映人", "姓名"),
        ),
        Column(
            "contact_phone",
            gettext_lazy("Mobile number"),
            _phone,
            mask=mask_phone,
            as_text=True,
            aliases=("联系电话", "手机", "手机号", "电话", "来电号码"),
        ),
        Column(
            "latitude",
            gettext_lazy("Latitude"),
            degrees,
            help=gettext_lazy("WGS-84 degrees, such as 37.8617."),
        ),
        Column(
            "longitude",
            gettext_lazy("Longitude"),
            degrees,
            help=gettext_lazy("WGS-84 degrees, such as 112.5627."),
        ),
        Column("state", gettext_lazy("State"), help=gettext_lazy("For reading only.")),
        Column("reported", gettext_lazy("Reported"), help=gettext_lazy("For reading only.")),
    ),
    key=("number",),
    may=lambda actor: actor.reach.has_any(DESK),
    loader=CaseLoader,
    rows=_case_rows,
    count=lambda actor: _cases(actor).count(),
    examples=_case_examples,
)


def announce() -> None:
    registers.sheets.add("cases", CASES)
