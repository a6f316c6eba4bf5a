"""Volunteers from and to a spreadsheet. The telephone number says who somebody is; never an ID card number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import Cell, one_of, text_of
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.people.domain.enter import enter_person
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.interfaces.sheets import (
    NAME_ALIASES,
    PHONE,
    check_open,
    known_people,
    name_cell,
)
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, community_path, example_code

from ..domain.queries.pairings import communities_of
from ..domain.skills import skills_in_use
from ..domain.volunteers import Profile, enter_volunteer
from ..models import Skill, Volunteer
from ..volunteer_rules import ENTER
from .sheets import COMMUNITY, keeps


def parts_cell(cell: Cell) -> list[str]:
    """Several, between commas of any kind."""
    text = text_of(cell)
    for mark in "，、;；/":
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


class VolunteerLoader:
    """Who is a volunteer already stays as they are: the profile is theirs to change."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.places = actor, PlaceFinder()
        self.known: dict[str, Person] = {}
        self.active: set[int] = set()
        self.skills: dict[str, str] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["community"] for row in rows)
        self.known = known_people(rows)
        people = [each.pk for each in self.known.values()]
        for each in Skill.objects.filter(is_active=True):
            self.skills.update({each.pk: each.pk, each.name: each.pk, each.name_en.lower(): each.pk})
        self.active = set(
            Volunteer.objects.active().filter(person__in=people).values_list("person_id", flat=True)
        )

    def plan(self, row: Row) -> Plan:
        gate(self.actor, ENTER, community_path(self.places, row["community"]))
        self._skills(row)
        person = self.known.get(row["phone"])
        check_open(person)
        return Plan(SAME if person is not None and person.pk in self.active else NEW)

    def _skills(self, row: Row) -> list[str]:
        """Codes, for codes or names in either language."""
        wanted: list[str] = row.get("skills") or []
        for part in wanted:
            if part.lower() not in self.skills:
                raise Invalid(
                    _("This skill is not known: %(name)s") % {"name": part[:40]},
                    _("Choose one of these: %(names)s")
                    % {"names": _(", ").join(map(str, skills_in_use()[:12]))},
                    field="skills",
                    code="skill",
                )
        return [self.skills[part.lower()] for part in wanted]

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == SAME:
            return
        path = community_path(self.places, row["community"])
        person = enter_person(phone=row["phone"], name=row["name"], home_path=path, by=self.actor)
        profile = Profile(path, skills=self._skills(row))
        enter_volunteer(person, profile, manner=row["manner"], by=self.actor)
        self.known[row["phone"]] = person
        self.active.add(person.pk)


def _mine(actor: Actor) -> Any:
    return Volunteer.objects.visible_to(actor).active()


def _rows(actor: Actor) -> Iterator[Row]:
    rows = _mine(actor).select_related("person", "community", "consent").defer("community__boundary")
    for each in rows.prefetch_related("skills").order_by("community_id", "pk").iterator(chunk_size=500):
        yield {
            "phone": (each.person.phone or "").removeprefix("+86"), "name": each.person.name,
            "community": each.community.name, "skills": ",".join(str(skill) for skill in each.skills.all()),
            "manner": each.consent.get_manner_display() if each.consent else "",
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    place = next(iter(communities_of(actor)), None)
    common = {
        "community": place.code if place else example_code(),
        "manner": str(ConsentManner.WRITTEN.label),
    }
    return [
        {**common, "phone": "13900000011", "name": _("Li Example"), "skills": "law"},
        {**common, "phone": "139-0000-0012", "name": _("Wang Example"), "skills": "hair,driving"},
    ]


SHEET = Sheet(
    name="volunteers",
    label=gettext_lazy("Volunteers"),
    hint=gettext_lazy("Who asked to be a volunteer, what they can do. Never ID card numbers"),
    icon="hand-heart",
    columns=(
        PHONE,
        Column(
            "name", gettext_lazy("Name"), name_cell, required=True, example="李建芳", mask=mask_name,
            aliases=NAME_ALIASES, help=gettext_lazy("Kept only if the account is new."),
        ),
        COMMUNITY,
        Column(
            "skills", gettext_lazy("Skills"), parts_cell, example="法律,理发", aliases=("技能", "特长", "服务技能"),
            help=gettext_lazy("Several between commas."),
        ),
        Column(
            "manner", gettext_lazy("How did they agree?"), one_of(ConsentManner.choices), required=True,
            example="书面签字", choices=lambda: [str(label) for _key, label in ConsentManner.choices],
            aliases=("同意方式", "本人同意方式"),
        ),
    ),
    key=("phone",),
    may=keeps,
    loader=VolunteerLoader,
    rows=_rows,
    count=lambda actor: _mine(actor).count(),
    examples=_examples,
    may_reveal=keeps,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("volunteers", SHEET)
