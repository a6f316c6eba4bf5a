"""Tokens for programs: issued with the second factor, never more than the person, hashed, revoked at once."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.permissions import gate_scope, may
from jiayuan.foundation.access.scope import Scope
from jiayuan.foundation.access.tokens.domain.issue import MOST_A_PERSON, issue_token, revoke_token
from jiayuan.foundation.access.tokens.domain.personal_data import erase_tokens, export_tokens
from jiayuan.foundation.access.tokens.domain.systems import open_system
from jiayuan.foundation.access.tokens.domain.use import NotKnown, present
from jiayuan.foundation.access.tokens.models import ApiToken, SystemAccount
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.models import Case
from tests.factories import (
    ApiTokenFactory,
    CaseFactory,
    OrganisationFactory,
    PlaceFactory,
    PlaceSuccessionFactory,
    RoleGrantFactory,
    SystemAccountFactory,
)

pytestmark = pytest.mark.django_db
HERE, OTHER, STREET, DISTRICT = "140106004010", "140106004011", "140106004", "140106"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def token_of(by: Actor, **changes: Any) -> Any:
    given = {
        "person": by.person,
        "name": "Importer",
        "permissions": ["cases.see", "cases.note"],
        "place": PlaceFactory(path=HERE),
        "until": today() + timedelta(days=30),
    }
    return issue_token(**(given | changes), by=by)


def test_its_text_is_shown_once_and_only_its_hash_is_kept(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    issued = token_of(worker)
    kept = ApiToken.objects.get()
    assert kept.hash == hash_token(issued.text)
    assert issued.text.startswith(kept.prefix)
    assert issued.text not in str(vars(kept))
    entry = Entry.objects.get(action="token.issued")
    assert (entry.stream_id, entry.actor_id) == (f"person/{worker.pk}", worker.pk)
    assert issued.text not in str(entry.payload)
    assert entry.payload["after"]["scopes"] == ["cases.see", "cases.note"]


@pytest.mark.parametrize("changes", [
    {"name": " "}, {"name": "x" * 61}, {"permissions": []}, {"permissions": ["cases.see", "ledger.rewrite"]},
    {"until": timedelta(days=366)}, {"until": timedelta(days=-1)},
])  # fmt: skip
def test_what_will_not_do_names_the_field(actor_with: Any, changes: dict[str, Any]) -> None:
    field, value = next(iter(changes.items()))
    changes = {field: today() + value} if field == "until" else changes
    with pytest.raises(Invalid) as refusal:
        token_of(actor_with(Role.COMMUNITY_WORKER), **changes)
    assert refusal.value.field == field
    assert refusal.value.remedy


def test_a_place_without_a_role_is_refused(actor_with: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        token_of(actor_with(Role.COMMUNITY_WORKER), place=PlaceFactory(path=OTHER))
    assert refusal.value.field == "place"


def test_who_has_not_shown_the_second_factor_issues_none(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    with pytest.raises(Refused, match="second factor"):
        token_of(Actor(person=worker.person, is_proven=False))
    with pytest.raises(Refused):
        token_of(actor_with(Role.VOLUNTEER))
    by_token = present(token_of(worker).text).actor
    with pytest.raises(Refused):
        token_of(by_token, name="another")


def test_nobody_issues_for_somebody_else(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    for other in (actor_with(Role.COMMUNITY_WORKER), actor_with(Role.IT_STAFF, DISTRICT)):
        with pytest.raises(Refused, match="themselves"):
            token_of(other, person=worker.person)


def test_one_live_token_of_a_name_and_at_most_twenty(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    first = token_of(worker).token
    with pytest.raises(Conflict):
        token_of(worker)
    revoke_token(first, by=worker)
    token_of(worker)
    ApiTokenFactory.create_batch(MOST_A_PERSON - 1, person=worker.person)
    with pytest.raises(Conflict, match="twenty"):
        token_of(worker, name="one more")


def test_revoked_run_out_or_unknown_it_opens_nothing(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    issued = token_of(worker)
    assert present(issued.text).actor.pk == worker.pk
    with at(now() + timedelta(days=31)), pytest.raises(NotKnown):
        present(issued.text)
    worker.person.is_active = False
    worker.person.save()
    with pytest.raises(NotKnown):
        present(issued.text)
    worker.person.is_active = True
    worker.person.save()
    revoke_token(issued.token, by=worker)
    revoke_token(issued.token, by=worker)
    assert Entry.objects.filter(action="token.revoked").count() == 1
    for text in (issued.text, "", "jy_x"):
        with pytest.raises(NotKnown):
            present(text)


def test_only_its_owner_revokes_it(actor_with: Any) -> None:
    token = token_of(actor_with(Role.COMMUNITY_WORKER)).token
    with pytest.raises(Refused):
        revoke_token(token, by=actor_with(Role.COMMUNITY_WORKER))


def test_the_day_of_its_last_use_is_written_once_a_day(
    actor_with: Any, django_assert_num_queries: Any
) -> None:
    issued = token_of(actor_with(Role.COMMUNITY_WORKER))
    with django_assert_num_queries(2):
        present(issued.text)
    with django_assert_num_queries(1):
        present(issued.text)
    assert ApiToken.objects.get().last_used_on == today()


def test_it_reaches_where_person_and_place_meet(actor_with: Any) -> None:
    officer = actor_with(Role.STREET_OFFICER, STREET)
    actor = present(token_of(officer).text).actor
    assert actor.reach.paths_for(Role.STREET_OFFICER) == [HERE]
    here, other = CaseFactory(place=PlaceFactory(path=HERE)), CaseFactory(place=PlaceFactory(path=OTHER))
    assert list(Case.objects.visible_to(actor)) == [here]
    assert may(actor, "cases.see", here)
    assert not may(actor, "cases.see", other)
    assert may(actor, "cases.note", here)
    verdict = may(actor, "cases.close", here)
    assert not verdict
    assert "token" in str(verdict.because)
    assert may(officer, "cases.close", here)


def test_it_ends_with_the_role(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    issued = token_of(worker)
    worker.person.grants.update(revoked_at=now())
    assert present(issued.text).actor.reach.grants == ()


def test_a_unit_s_token_sees_only_inside_its_place(person_with: Any) -> None:
    unit = OrganisationFactory(place=PlaceFactory(path=STREET))
    officer = Actor(person=person_with(Role.UNIT_OFFICER, STREET, organisation=unit))
    here = CaseFactory(place=PlaceFactory(path=HERE), unit=unit)
    elsewhere = CaseFactory(place=PlaceFactory(path=OTHER), unit=unit)
    assert set(Case.objects.visible_to(officer)) == {here, elsewhere}
    assert list(Case.objects.visible_to(present(token_of(officer).text).actor)) == [here]


def test_one_s_own_report_elsewhere_stays_outside(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    CaseFactory(place=PlaceFactory(path=OTHER), reporter=worker.person)
    assert Case.objects.visible_to(worker).count() == 1
    assert Case.objects.visible_to(present(token_of(worker).text).actor).count() == 0


def test_a_community_s_token_covers_those_merged_into_it() -> None:
    PlaceSuccessionFactory(before=PlaceFactory(path=OTHER), after=PlaceFactory(path=HERE))
    scope = Scope(frozenset({"cases.see"}), HERE)
    assert scope.covers(OTHER)
    assert set(scope.cut(STREET)) == {HERE, OTHER}
    assert scope.cut("140106005") == ()
    assert Scope(frozenset(), STREET).covers(HERE)


def test_what_everybody_may_do_is_gated_for_tokens_alone() -> None:
    place = PlaceFactory(path=OTHER)
    gate_scope(Actor(), "cases.report", place)
    narrow = Actor(scope=Scope(frozenset({"cases.report"}), HERE))
    with pytest.raises(Refused):
        gate_scope(narrow, "cases.report", place)
    gate_scope(narrow, "cases.report", PlaceFactory(path=HERE))


def test_a_system_is_opened_by_it_staff_and_cannot_sign_in(actor_with: Any) -> None:
    it, place = actor_with(Role.IT_STAFF, DISTRICT), PlaceFactory(path=HERE)
    system = open_system(
        name="City hotline", purpose="Hands over calls", role=Role.COMMUNITY_WORKER, place=place, by=it
    )
    person = system.person
    assert (person.phone, person.username, person.has_usable_password()) == (None, None, False)
    issued = token_of(it, person=person, permissions=["cases.see"])
    assert present(issued.text).actor.reach.holds([Role.COMMUNITY_WORKER], HERE)
    assert set(ApiToken.objects.visible_to(it)) == {issued.token}
    assert not ApiToken.objects.visible_to(actor_with(Role.COMMUNITY_WORKER)).exists()
    revoke_token(issued.token, by=it)
    assert str(system) == "City hotline"
    assert Entry.objects.filter(action="system.opened", actor=it.person).exists()


def test_who_opens_systems(actor_with: Any) -> None:
    place = PlaceFactory(path=HERE)
    with pytest.raises(Refused):
        open_system(
            name="x", purpose="y", role=Role.GRID_WORKER, place=place, by=actor_with(Role.DISTRICT_OFFICER, DISTRICT)
        )  # fmt: skip
    it = actor_with(Role.IT_STAFF, DISTRICT)
    with pytest.raises(Invalid) as refusal:
        open_system(name="x", purpose="y", role=Role.IT_STAFF, place=place, by=it)
    assert refusal.value.field == "role"
    assert not SystemAccount.objects.exists()


def test_personal_data_goes_along_and_is_forgotten(actor_with: Any) -> None:
    worker = actor_with(Role.COMMUNITY_WORKER)
    issued = token_of(worker)
    assert export_tokens(worker.person)[0]["begins_with"] == issued.token.prefix
    assert issued.text not in str(export_tokens(worker.person))
    assert erase_tokens(worker.person) == 1
    assert ApiToken.objects.get().name == ""
    with pytest.raises(NotKnown):
        present(issued.text)


# The pages


def form(**changes: Any) -> dict[str, Any]:
    until = (today() + timedelta(days=30)).isoformat()
    return {"name": "导入", "permissions": ["cases.see"], "place": HERE, "until": until} | changes


def test_pages_issue_show_once_list_and_revoke(person_with: Any, sign_in: Any) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    assert "cases.see" in client.get("/console/tokens/new/").content.decode()
    page = client.post("/console/tokens/new/", form())
    text = re.search(r'value="(jy_[^"]+)"', page.content.decode())
    assert text is not None
    assert present(text.group(1)).token.name == "导入"
    assert "no-store" in page["Cache-Control"]
    listed = client.get("/console/tokens/").content.decode()
    assert "导入" in listed
    assert text.group(1) not in listed
    token = ApiToken.objects.get()
    assert client.get(f"/console/tokens/{token.pk}/revoke/").status_code == 200
    assert client.post(f"/console/tokens/{token.pk}/revoke/").status_code == 302
    with pytest.raises(NotKnown):
        present(text.group(1))
    assert client.get("/console/tokens/").status_code == 200


@pytest.mark.parametrize("changes", [
    {"name": ""}, {"permissions": []}, {"place": OTHER}, {"until": "soon"}, {"until": "2026-13-45"}, {"person": "0"},
])  # fmt: skip
def test_a_form_that_will_not_do_comes_back(person_with: Any, sign_in: Any, changes: dict[str, Any]) -> None:
    page = sign_in(person_with(Role.COMMUNITY_WORKER)).post("/console/tokens/new/", form(**changes))
    assert page.status_code == 422
    assert not ApiToken.objects.exists()


def test_the_pages_ask_for_the_second_factor(person_with: Any) -> None:
    client = Client()
    client.force_login(
        person_with(Role.COMMUNITY_WORKER), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/console/tokens/new/").status_code == 302
    assert client.post("/console/tokens/new/", form()).status_code == 302
    assert not ApiToken.objects.exists()


def test_it_staff_open_a_system_and_issue_for_it(person_with: Any, sign_in: Any) -> None:
    PlaceFactory(path=HERE)
    client = sign_in(person_with(Role.IT_STAFF, DISTRICT))
    assert client.get("/console/systems/new/").status_code == 200
    given = {"name": "12345", "purpose": "派单", "role": "community_worker", "place": HERE}
    for wrong in ({"role": "it_staff"}, {"place": "1"}, {"name": ""}):
        assert client.post("/console/systems/new/", given | wrong).status_code == 422
    answer = client.post("/console/systems/new/", given)
    system = SystemAccount.objects.get()
    assert answer["Location"] == f"/console/tokens/new/?person={system.pk}"
    assert client.post("/console/tokens/new/", form(person=str(system.pk))).status_code == 200
    assert ApiToken.objects.get().person_id == system.pk
    assert "派单" in client.get("/console/tokens/").content.decode()


def test_somebody_else_s_token_is_not_there(person_with: Any, sign_in: Any) -> None:
    token = ApiTokenFactory()
    assert (
        sign_in(person_with(Role.COMMUNITY_WORKER)).get(f"/console/tokens/{token.pk}/revoke/").status_code
        == 404
    )
    assert sign_in(person_with(Role.COMMUNITY_WORKER)).get("/console/systems/new/").status_code == 403


def test_the_list_costs_the_same_with_many(
    person_with: Any, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    person = person_with(Role.IT_STAFF, DISTRICT)
    for _ in range(8):
        system = SystemAccountFactory(place=PlaceFactory(path=HERE))
        RoleGrantFactory(person=system.person, role=Role.GRID_WORKER, place=PlaceFactory(path=HERE))
        ApiTokenFactory(person=system.person, place=PlaceFactory(path=HERE))
    client = sign_in(person)
    client.get("/console/tokens/")
    with django_assert_max_num_queries(14):
        assert client.get("/console/tokens/").status_code == 200
