"""Roles from and to a spreadsheet: who, which role, where, until when."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.domain.grants import grant_role
from jiayuan.foundation.access.enums import PEOPLE_STAFF, Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.access.rules import GRANT, Proposal, grantable_roles
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.cells import day, one_of, unknown, words
from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.places.interfaces.finding import PlaceFinder, place_cell, place_names

from ..domain.accounts import person_for_phone
from ..models import Person
from .sheets import NAME_ALIASES, PHONE, check_open, known_people, name_cell, place_code


class RoleLoader:
    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.places = PlaceFinder()
        self.people: dict[str, Person] = {}
        self.held: dict[tuple[Any, ...], RoleGrant] = {}
        self.organisations: dict[str, list[Any]] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.places.prepare(row["place"] for row in rows)
        self.people = known_people(rows)
        held = RoleGrant.objects.standing().filter(person__in=self.people.values())
        self.held = {(each.person_id, each.role, each.place_id, each.organisation_id): each for each in held}
        # Organisations stand above people, hence by name.
        model = apps.get_model("organisations", "Organisation")
        self.organisations = {}
        names = {row["organisation"] for row in rows if row.get("organisation")}
        for each in model.objects.current().filter(name__in=names):
            self.organisations.setdefault(each.name, []).append(each)

    def plan(self, row: Row) -> Plan:
        place, organisation = self.places.find(row["place"]), self._organisation(row)
        person = self.people.get(row["phone"])
        check_open(person)
        gate(self.actor, GRANT, Proposal(person or Person(), Role(row["role"]), place.path, organisation))
        if row.get("until") and row["until"] < today():
            raise Invalid(
                _("The last day is already past."),
                _("Choose a later last day, or leave it empty."),
                field="until",
            )
        held = self._held(row, person)
        if held is None:
            return Plan(NEW)
        if row.get("until") and held.until != row["until"]:
            raise Conflict(
                _("%(name)s already holds this role there.")
                % {"name": mask_name(person.name) if person else ""},
                _("Take the role back first if its dates are to change."),
            )
        return Plan(SAME)

    def _held(self, row: Row, person: Person | None) -> RoleGrant | None:
        organisation = self._organisation(row)
        key = (
            person.pk if person else None,
            row["role"],
            self.places.find(row["place"]).path,
            organisation.pk if organisation else None,
        )
        return self.held.get(key)

    def _organisation(self, row: Row) -> Any:
        if not row.get("organisation"):
            return None
        place = self.places.find(row["place"]).path
        found = [
            each
            for each in self.organisations.get(row["organisation"], [])
            if each.place_id.startswith(place)
        ]
        if len(found) != 1:
            error = unknown(
                row["organisation"], list(self.organisations), _("Write its name as it stands in the list.")
            )
            error.field = "organisation"
            raise error
        return found[0]

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (the cursor of the import keeps it once)
        if self.plan(row).kind == SAME:
            return
        person = person_for_phone(row["phone"], name=row.get("name") or "", by=self.actor.person)
        self.people[row["phone"]] = person
        grant = grant_role(
            person=person,
            role=Role(row["role"]),
            place=self.places.find(row["place"]),
            by=self.actor,
            since=row.get("since") or today(),
            until=row.get("until"),
            organisation=self._organisation(row),
        )
        self.held[grant.person_id, grant.role, grant.place_id, grant.organisation_id] = grant


def _grants(actor: Actor) -> Any:
    return RoleGrant.objects.standing().visible_to(actor)


def _grant_rows(actor: Actor) -> Iterator[Row]:
    rows = _grants(actor).with_names().select_related("person", "place", "organisation").order_by("pk")
    for grant in rows.iterator(chunk_size=500):
        yield {
            "phone": (grant.person.phone or "").removeprefix("+86"),
            "name": grant.person.name,
            "role": grant.get_role_display(),
            "place": grant.place.name,
            "organisation": grant.organisation.name if grant.organisation else "",
            "since": grant.since,
            "until": grant.until,
        }


def _role_examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    place, role = place_code(actor), str(Role.VOLUNTEER.label)
    return [
        {"phone": "13900000001", "name": _("Li Example"), "role": role, "place": place},
        {
            "phone": "13900000002",
            "name": _("Wang Example"),
            "role": role,
            "place": place,
            "until": f"{today().year + 1}-12-31",
        },
    ]


ROLES = Sheet(
    name="roles",
    label=gettext_lazy("Roles"),
    hint=gettext_lazy("Who may do what, where, until when"),
    icon="key",
    columns=(
        PHONE,
        Column(
            "name",
            gettext_lazy("Name"),
            name_cell,
            example="李建芳",
            mask=mask_name,
            help=gettext_lazy("Kept only if the account is new."),
            aliases=NAME_ALIASES,
        ),
        Column(
            "role",
            gettext_lazy("Role"),
            one_of(Role.choices),
            required=True,
            example="志愿者",
            choices=lambda: [str(label) for _key, label in Role.choices],
            aliases=("身份", "岗位", "角色名称"),
        ),
        Column(
            "place",
            gettext_lazy("For the place"),
            place_cell,
            required=True,
            example="桃园三社区",
            choices=place_names,
            help=gettext_lazy("Name or code."),
            aliases=("社区", "辖区", "地点", "所属社区", "负责社区", "place"),
        ),
        Column(
            "organisation",
            gettext_lazy("For the organisation"),
            words(80),
            help=gettext_lazy("Only for roles that are held for one: its name."),
            aliases=("单位", "机构", "单位名称"),
        ),
        Column(
            "since",
            pgettext_lazy("first day of a role", "Since"),
            day,
            help=gettext_lazy("Today if empty."),
            aliases=("开始日期", "起始日期", "自", "from"),
        ),
        Column(
            "until",
            gettext_lazy("Until"),
            day,
            help=gettext_lazy("Leave empty if it has no end."),
            aliases=("截止日期", "到期日期", "至", "有效期至"),
        ),
    ),
    key=("phone", "role", "place", "organisation"),
    may=lambda actor: bool(grantable_roles(actor)),
    loader=RoleLoader,
    rows=_grant_rows,
    count=lambda actor: _grants(actor).count(),
    examples=_role_examples,
    may_reveal=lambda actor: actor.reach.has_any(PEOPLE_STAFF),
)


def announce() -> None:
    registers.sheets.add("roles", ROLES)
