"""``may``, ``gate`` and django-rules give one answer, with one reason."""

from types import SimpleNamespace

import pytest
import rules
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor, Reach
from jiayuan.foundation.access.enums import GRANTABLE, ORGANISATION_ROLES, Role
from jiayuan.foundation.access.permissions import Verdict, check, declare, gate, may, permissions
from jiayuan.foundation.access.rules import GRANT, REVOKE, Proposal, grantable_roles
from jiayuan.foundation.common.errors import Refused

PATHS = ("140106", "140106004", "140106005", "140106004010", "140106005010")


class Somebody:
    """A person without a database."""

    def __init__(self, pk: int):
        self.pk = pk


class Company:
    def __init__(self, place_id: str):
        self.place_id = place_id


def actor(pk: int, held: list[tuple[Role, str]]) -> Actor:
    made = Actor(person=Somebody(pk) if pk else None)
    made.__dict__["reach"] = Reach(tuple((role, path, None) for role, path in held))
    return made


HELD = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from(PATHS)), max_size=3)
ACTORS = st.builds(actor, st.integers(0, 3), HELD)
PROPOSALS = st.builds(
    Proposal,
    st.builds(Somebody, st.integers(1, 3)),
    st.sampled_from(Role),
    st.sampled_from(PATHS),
    st.none() | st.builds(Company, st.sampled_from(PATHS)),
)


def gate_says(by: Actor, name: str, target: object) -> Verdict:
    try:
        gate(by, name, target)
    except Refused as refusal:
        return Verdict(False, refusal.message, refusal.remedy)
    return Verdict(True)


@given(ACTORS, PROPOSALS)
def test_may_gate_and_rules_agree(by: Actor, proposal: Proposal) -> None:
    verdict = may(by, GRANT, proposal)
    assert verdict == gate_says(by, GRANT, proposal)
    assert verdict.allowed == rules.has_perm(GRANT, by, proposal)
    assert verdict.allowed or (str(verdict.because) and str(verdict.remedy))


@given(ACTORS, PROPOSALS)
def test_what_is_granted_keeps_the_rules(by: Actor, proposal: Proposal) -> None:
    if not may(by, GRANT, proposal):
        return
    assert by.pk != proposal.person.pk
    assert any(
        role in GRANTABLE and proposal.role in GRANTABLE[role] and proposal.place_path.startswith(path)
        for role, path, _ in by.reach.grants
    )
    assert (proposal.organisation is not None) == (proposal.role in ORGANISATION_ROLES)


@given(ACTORS, PROPOSALS)
def test_taking_back_agrees_too(by: Actor, proposal: Proposal) -> None:
    held = SimpleNamespace(person_id=proposal.person.pk, role=proposal.role, place_id=proposal.place_path)
    verdict = may(by, REVOKE, held)
    assert verdict == gate_says(by, REVOKE, held)
    assert verdict.allowed == rules.has_perm(REVOKE, by, held)
    assert verdict.allowed == (
        by.pk == held.person_id or (by.is_signed_in and held.role in grantable_roles(by, held.place_id))
    )


@given(ACTORS)
def test_who_gives_anywhere_gives_somewhere(by: Actor) -> None:
    anywhere = set(grantable_roles(by))
    assert anywhere == {role for path in PATHS for role in grantable_roles(by, path)}


def test_every_check_says_why_and_what_instead() -> None:
    for name, checks in permissions().items():
        for each in checks:
            assert str(each.because), f"{name}: {each.name} gives no reason"
            ours = name.startswith(("access.", "people."))
            assert str(each.remedy) or not ours, f"{name}: {each.name} gives no way out"
    assert {GRANT, REVOKE} <= permissions().keys()


def test_the_first_reason_counts_and_unknown_names_are_mistakes() -> None:
    no = check("first", "one")(lambda _by, _target: False)
    never = check("second", "two")(lambda _by, _target: pytest.fail("asked after a no"))
    try:
        declare("tests.order", no, never)
        assert may(Actor(), "tests.order") == Verdict(False, "first", "one")
        declare("tests.order", check("third", "three")(lambda _by, _target: True))
        assert rules.has_perm("tests.order", Actor(), None)
    finally:
        permissions_table = __import__(
            "jiayuan.foundation.access.permissions", fromlist=["_permissions"]
        )._permissions
        permissions_table.pop("tests.order", None)
        rules.remove_perm("tests.order")
    with pytest.raises(KeyError):
        may(Actor(), "tests.unheard-of")
