"""People and roles from and to a spreadsheet. The telephone number says who somebody is; never an ID card number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import PEOPLE_STAFF
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.access.rules import grantable_roles
from jiayuan.foundation.common.cells import Cell, digits, words
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, place_cell, place_names

from ..domain.enter import enter_person
from ..domain.profile import NAME_LENGTH
from ..models import Person
from ..phones import normalise_phone
from ..rules import ENTER


def phone_cell(value: Cell) -> str:
    """A mobile number in E.164."""
    return normalise_phone(digits(value))


def name_cell(value: Cell) -> str:
    return clean(words(NAME_LENGTH)(value))


def known_people(rows: Sequence[Row]) -> dict[str, Person]:
    """By phone, in one query."""
    found = Person.objects.filter(phone__in={row["phone"] for row in rows})
    return {str(person.phone): person for person in found}


def check_open(person: Person | None) -> None:
    if person is not None and not person.is_active:
        raise Refused(_("This account is closed."), _("Ask at your community office to open it again."))


class PersonLoader:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.places = PlaceFinder()
        self.known: dict[str, Person] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row.get("home") for row in rows)
        self.known = known_people(rows)

    def plan(self, row: Row) -> Plan:
        gate(self.actor, ENTER, self._home(row))
        person = self.known.get(row["phone"])
        check_open(person)
        return Plan(NEW if person is None else SAME)

    def _home(self, row: Row) -> str:
        return self.places.find(row["home"], field="home").path if row.get("home") else ""

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == NEW:
            enter_person(phone=row["phone"], name=row["name"], home_path=self._home(row), by=self.actor)


def _people(actor: Actor) -> Any:
    return Person.objects.visible_to(actor).filter(is_active=True)


def _people_rows(actor: Actor) -> Iterator[Row]:
    rows = _people(actor).select_related("home_place").defer("home_place__boundary").order_by("pk")
    for person in rows.iterator(chunk_size=500):
        home = person.home_place.name if person.home_place else ""
        yield {"phone": (person.phone or "").removeprefix("+86"), "name": person.name, "home": home}


def place_code(actor: Actor) -> str:
    paths = actor.reach.paths_for(*PEOPLE_STAFF)
    return (paths[0] if paths else settings.DISTRICT).ljust(12, "0")


def _people_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    home = place_code(actor)
    return [
        {"phone": "13900000001", "name": _("Li Example"), "home": home},
        {"phone": "139-0000-0002", "name": _("Wang Example"), "home": home},
    ]


PHONE = Column(
    "phone",
    gettext_lazy("Mobile number"),
    phone_cell,
    required=True,
    example="13900000001",
    mask=mask_phone,
    as_text=True,
    help=gettext_lazy("It says who somebody is. Give the column the format “Text”."),
    aliases=("手机", "手机号", "电话", "联系电话", "手机号码", "电话号码", "phone", "mobile", "telephone"),
)
NAME_ALIASES = ("姓名", "名字", "人员姓名", "name", "full name")
PEOPLE = Sheet(
    name="people",
    label=gettext_lazy("People"),
    hint=gettext_lazy("Name and mobile number of those who take part. Never ID card numbers"),
    icon="users",
    columns=(
        PHONE,
        Column(
            "name",
            gettext_lazy("Name"),
            name_cell,
            required=True,
            example="李建芳",
            mask=mask_name,
            help=gettext_lazy("Kept only if the account is new."),
            aliases=NAME_ALIASES,
        ),
        Column(
            "home",
            gettext_lazy("Belongs to"),
            place_cell,
            example="桃园三社区",
            choices=place_names,
            help=gettext_lazy("Name or code of the community. Kept only if the account is new."),
            aliases=("社区", "所属社区", "居住社区", "所在社区", "community", "home"),
        ),
    ),
    key=("phone",),
    may=lambda actor: bool(grantable_roles(actor)),
    loader=PersonLoader,
    rows=_people_rows,
    count=lambda actor: _people(actor).count(),
    examples=_people_examples,
    may_reveal=lambda actor: actor.reach.has_any(PEOPLE_STAFF),
)


def announce() -> None:
    registers.sheets.add("people", PEOPLE)
