"""Who helps in which post, from and to a spreadsheet. The telephone number says who somebody is; never an ID number."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.cells import one_of
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.masks import mask_name
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.sheets import CHANGED, NEW, SAME, Column, Plan, Row, Sheet
from jiayuan.foundation.people.domain.enter import enter_person
from jiayuan.foundation.people.interfaces.sheets import (
    NAME_ALIASES,
    PHONE,
    check_open,
    known_people,
    name_cell,
)
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.rules import ENTER

from ..domain.network import add_member, check_allowed, not_yet_allowed
from ..enums import PostRole, Tier
from ..models import Post, PostMember
from ..rules import DESK
from .table_finding import COMMUNITY, POST, NetworkFinder, keeps, kept_stations

STATE = "state"
SPOKEN_ROLES = {"组长": "keeper", "队长": "keeper", "站长": "keeper", "志愿者": "helper", "队员": "helper"}


class MemberLoader:
    """Entered by the community they are verified by that, as on the page of the station."""

    def __init__(self, actor: Actor) -> None:
        self.actor, self.network = actor, NetworkFinder(actor)
        self.people: dict[str, Person] = {}
        self.waiting: set[int] = set()
        self.members: dict[tuple[int, int], PostMember] = {}

    def prepare(self, rows: Sequence[Row]) -> None:
        self.network.prepare(rows)
        self.people = known_people(rows)
        people = [each.pk for each in self.people.values()]
        self.waiting = not_yet_allowed(people)
        members = PostMember.objects.current().filter(person__in=people)
        self.members = {(each.post_id, each.person_id): each for each in members}

    def plan(self, row: Row) -> Plan:
        post, person = self.network.post(row), self.people.get(row["phone"])
        if person is None:
            gate(self.actor, ENTER, post.station.community_id)
            return Plan(NEW)
        self._check(person)
        member = self.members.get((post.pk, person.pk))
        if member is None:
            return Plan(NEW)
        changes = _changes(member, row.get("role") or member.role)
        return Plan(CHANGED, changes) if changes else Plan(SAME)

    def _check(self, person: Person) -> None:
        check_open(person)
        check_allowed(person.pk, self.waiting)
        if person.pk == self.actor.pk:
            raise Refused(_("Nobody verifies themselves."), _("Ask a colleague."))

    def write(self, row: Row, *, nonce: str) -> None:  # noqa: ARG002 (one is in a post once)
        if self.plan(row).kind == SAME:
            return
        post, person = self.network.post(row), self.people.get(row["phone"])
        if person is None:
            here = post.station.community_id
            person = enter_person(phone=row["phone"], name=row["name"], home_path=here, by=self.actor)
            self.people[row["phone"]] = person
        member = add_member(post.pk, person, row.get("role"), by=self.actor)
        self.members[(post.pk, person.pk)] = member


def _changes(member: PostMember, role: str) -> dict[str, tuple[str, str]]:
    changes = {}
    if role != member.role:
        changes["role"] = (str(PostRole(member.role).label), str(PostRole(role).label))
    if member.verified_at is None:
        changes[STATE] = (_("asked to help"), _("verified"))
    return changes


def _kept(actor: Actor) -> Any:
    return PostMember.objects.current().within(*actor.reach.paths_for(*DESK))


def _rows(actor: Actor) -> Iterator[Row]:
    rows = _kept(actor).select_related("post__station__community", "person")
    rows = rows.defer("post__station__community__boundary")
    for each in rows.order_by("post__station__community_id", "post", "pk").iterator(chunk_size=500):
        yield {
            "phone": (each.person.phone or "").removeprefix("+86"), "name": each.person.name,
            "community": each.post.station.community.name, "post": each.post.name,
            "role": each.get_role_display(), STATE: _("verified") if each.verified_at else _("asked to help"),
        }  # fmt: skip


def _examples(actor: Actor) -> Sequence[Mapping[str, str]]:
    stations = kept_stations(actor)
    post = Post.objects.active().filter(station__in=stations).order_by("station__community_id", "pk").first()
    common = {
        "community": post.station.community_id if post else "",
        "post": post.name if post else str(Tier.CENTRE.label),
    }
    return [
        {**common, "phone": "13900000021", "name": _("Li Example"), "role": str(PostRole.KEEPER.label)},
        {**common, "phone": "139-0000-0022", "name": _("Wang Example")},
    ]


MEMBERS = Sheet(
    name="help-members",
    label=gettext_lazy("Helpers of help stations"),
    hint=gettext_lazy("Who helps in which team or point, and who keeps it. Never ID card numbers"),
    icon="users",
    columns=(
        PHONE,
        Column(
            "name", gettext_lazy("Name"), name_cell, required=True, example="李建芳", mask=mask_name,
            aliases=NAME_ALIASES, help=gettext_lazy("Kept only if the account is new."),
        ),
        COMMUNITY,
        POST,
        Column(
            "role", pgettext_lazy("role in a post", "As"), one_of(PostRole.choices, also=SPOKEN_ROLES),
            choices=lambda: [str(label) for _key, label in PostRole.choices], example="负责人",
            help=gettext_lazy("If empty: a helper, or as it was."), aliases=("角色", "身份", "职务", "role"),
        ),
        Column(STATE, gettext_lazy("State"), help=gettext_lazy("Only in what is taken out.")),
    ),
    key=("phone", "community", "post"),
    may=keeps,
    loader=MemberLoader,
    rows=_rows,
    count=lambda actor: _kept(actor).count(),
    examples=_examples,
    may_reveal=keeps,
)  # fmt: skip


def announce() -> None:
    registers.sheets.add("help-members", MEMBERS)
