"""Organisations from and to a spreadsheet, each with whom to call first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import Cell, day, digits, one_of, words
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, Column, Plan, Row, Sheet, compare
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, example_code, place_cell, place_names

from ..domain.contacts import save_contact
from ..domain.drafts import ContactDraft, OrganisationDraft
from ..domain.manage import create_organisation, edit_organisation
from ..domain.queries import places_to_choose
from ..enums import OrganisationKind, UnitFunction
from ..models import Contact, Organisation
from ..phones import normalise_contact_phone
from ..rules import MANAGE, MANAGERS, Seat, manageable_kinds

FIELDS = ("kind", "function", "short_name", "name_en", "address", "opened_on")
SPOKEN_KINDS = {
    "商户": OrganisationKind.MERCHANT.value,
    "商家": OrganisationKind.MERCHANT.value,
    "物业": OrganisationKind.PROPERTY_COMPANY.value,
    "物业公司": OrganisationKind.PROPERTY_COMPANY.value,
    "党支部": OrganisationKind.PARTY_BRANCH.value,
    "社会组织": OrganisationKind.SOCIAL_ORGANISATION.value,
}
CONTACT = ("contact_name", "contact_phone", "contact_position")
Known = dict[tuple[str, str], Organisation]


def _phone(value: Cell) -> str:
    return normalise_contact_phone(digits(value))


def _name(value: Cell) -> str:
    return clean(words(80)(value))


class OrganisationLoader:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.places = PlaceFinder()
        self.known: Known = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["place"] for row in rows)
        found = Organisation.objects.current().filter(name__in={row["name"] for row in rows})
        first = Prefetch("contacts", Contact.objects.filter(is_primary=True), to_attr="first_to_call")
        self.known = {(each.name, each.place_id): each for each in found.prefetch_related(first)}

    def plan(self, row: Row) -> Plan:
        place = self.places.find(row["place"])
        gate(self.actor, MANAGE, Seat(row["kind"], place.path))
        self._check(row)
        known = self.known.get((row["name"], place.path))
        if known is None:
            return Plan(NEW)
        gate(self.actor, MANAGE, Seat.of(known))
        return compare(_as_row(known), row)

    def _check(self, row: Row) -> None:
        if row["kind"] == OrganisationKind.UNIT and not row.get("function"):
            raise Invalid(
                _("A handling unit needs a function: cases are sent to it by that."),
                _("Choose what it is for."),
                field="function",
                code="function",
            )
        if not row.get("contact_name") and (row.get("contact_phone") or row.get("contact_position")):
            raise Invalid(
                _("Whose number is this?"),
                _("Write the name beside it."),
                field="contact_phone" if row.get("contact_phone") else "contact_position",
                code="contact",
            )

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        plan = self.plan(row)
        place = self.places.find(row["place"]).path
        known = self.known.get((row["name"], place))
        if known is None:
            fields = {key: row[key] for key in FIELDS if row.get(key) is not None}
            known = create_organisation(
                OrganisationDraft(row["name"], place_path=place, **fields), by=self.actor
            )
        elif set(plan.changes) & set(FIELDS):
            fields = {key: row[key] if row.get(key) is not None else getattr(known, key) for key in FIELDS}
            edit_organisation(
                known.pk, OrganisationDraft(row["name"], place_path=place, **fields), by=self.actor
            )
        if row.get("contact_name") and (plan.kind == NEW or set(plan.changes) & set(CONTACT)):
            self._save_contact(known, row)

    def _save_contact(self, organisation: Organisation, row: Row) -> None:
        known = _first_of(organisation)
        draft = ContactDraft(
            row["contact_name"],
            row.get("contact_phone") or (known.phone if known else ""),
            row.get("contact_position") or (known.position if known else ""),
            is_primary=True,
        )
        save_contact(organisation.pk, draft, by=self.actor, contact_pk=known.pk if known else None)


def _first_of(organisation: Organisation) -> Contact | None:
    found: list[Contact] = getattr(organisation, "first_to_call", [])
    return found[0] if found else None


def _as_row(each: Organisation) -> dict[str, Any]:
    contact = _first_of(each)
    return {key: getattr(each, key) for key in FIELDS} | {
        key: getattr(contact, key.removeprefix("contact_")) if contact else "" for key in CONTACT
    }


def _mine(actor: Actor) -> Any:
    return Organisation.objects.visible_to(actor).current()


def _rows(actor: Actor) -> Iterator[Row]:
    first = Prefetch("contacts", Contact.objects.filter(is_primary=True), to_attr="first_to_call")
    rows = _mine(actor).select_related("place").defer("place__boundary").prefetch_related(first)
    for each in rows.order_by("place_id", "pk").iterator(chunk_size=500):
        yield _as_row(each) | {
            "name": each.name, "place": each.place.name, "kind": each.get_kind_display(),
            "function": each.get_function_display(),
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    place = next(iter(reversed(places_to_choose(actor)[:40])), None)
    common = {
        "kind": str(OrganisationKind.MERCHANT.label),
        "place": place.code if place else example_code(),
    }
    grocery = {"name": _("Example grocery"), "address": _("12 Example Road"), "contact_phone": "13800000001"}
    bakery = {"name": _("Example bakery"), "opened_on": "2024-05-01", "contact_phone": "0351 404 1234"}
    return [
        {**common, **grocery, "contact_name": _("Li Example")},
        {**common, **bakery, "contact_name": _("Wang Example")},
    ]


def _labels(choices: Any) -> list[str]:
    return [str(label) for _key, label in choices]


SHEET = Sheet(
    name="organisations",
    label=pgettext_lazy("console", "Organisations"),
    hint=gettext_lazy("Units, institutions, merchants, property companies, with whom to call"),
    icon="building-2",
    columns=(
        Column(
            "name",
            pgettext_lazy("name of a place or organisation", "Name"),
            _name,
            required=True,
            example="永和超市",
            aliases=(
                "单位名称",
                "机构名称",
                "企业名称",
                "商户名称",
                "组织名称",
                "organisation",
                "organization",
            ),
        ),
        Column(
            "kind",
            gettext_lazy("Kind"),
            one_of(OrganisationKind.choices, also=SPOKEN_KINDS),
            required=True,
            example="驻地商家",
            choices=lambda: _labels(OrganisationKind.choices),
            aliases=("类别", "类型", "单位类型", "机构类型", "type"),
        ),
        Column(
            "place",
            gettext_lazy("Place"),
            place_cell,
            required=True,
            example="桃园三社区",
            choices=place_names,
            help=gettext_lazy(
                "Where its work lies: name or code of the community, the street or the district."
            ),
            aliases=("社区", "所属社区", "所在社区", "辖区", "community", "where its work lies"),
        ),
        Column(
            "function",
            gettext_lazy("What it is for"),
            one_of(UnitFunction.choices),
            choices=lambda: _labels(UnitFunction.choices),
            help=gettext_lazy("A handling unit gets the cases of this function."),
            aliases=("职能", "function"),
        ),
        Column("short_name", gettext_lazy("Short name"), words(30), aliases=("简称",)),
        Column("name_en", gettext_lazy("English name"), words(120)),
        Column(
            "address",
            gettext_lazy("Address"),
            words(120),
            example="建设南路12号",
            aliases=("详细地址", "单位地址"),
        ),
        Column(
            "opened_on",
            gettext_lazy("Since"),
            day,
            example="2024-05-01",
            aliases=("成立日期", "开业日期", "成立时间"),
        ),
        Column(
            "contact_name",
            gettext_lazy("Contact"),
            words(40),
            example="李建芳",
            mask=mask_name,
            aliases=("联系人", "负责人", "联系人姓名", "contact person"),
        ),
        Column(
            "contact_phone",
            pgettext_lazy("of a contact at an organisation", "Phone"),
            _phone,
            example="13800000001",
            mask=mask_phone,
            as_text=True,
            help=gettext_lazy("Mobile number, or landline with its area code."),
            aliases=("联系电话", "手机", "手机号", "手机号码", "电话号码", "telephone", "mobile number"),
        ),
        Column("contact_position", gettext_lazy("Position"), words(40), aliases=("职务", "职位")),
    ),
    key=("name", "place"),
    may=lambda actor: bool(manageable_kinds(actor)),
    loader=OrganisationLoader,
    rows=_rows,
    count=lambda actor: _mine(actor).count(),
    examples=_examples,
    may_reveal=lambda actor: actor.reach.has_any(MANAGERS),
)


def announce() -> None:
    registers.sheets.add("organisations", SHEET)
