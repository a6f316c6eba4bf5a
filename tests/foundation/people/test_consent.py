"""Acting on somebody's behalf."""

from typing import Any

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.domain.consent import record_consent, withdraw_consent
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.models import Consent
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SPOKEN = ConsentManner.SPOKEN


@pytest.mark.parametrize(
    "role", [Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.STREET_OFFICER, Role.DISTRICT_OFFICER]
)
def test_desk_staff_write_it_down(actor_with: Any, role: Role) -> None:
    helper = actor_with(role)
    consent = record_consent(helper=helper, purpose="报纱窗坏了", manner=SPOKEN, beneficiary_name="张奶奶")
    assert (consent.helper, consent.beneficiary_name) == (helper.person, "张奶奶")
    [entry] = Entry.objects.filter(stream_id=f"consent/{consent.pk}")
    assert entry.payload["after"] == {"purpose": "报纱窗坏了", "manner": "spoken"}


@pytest.mark.parametrize("role", [None, Role.VOLUNTEER, Role.UNIT_OFFICER, Role.IT_STAFF])
def test_others_do_not_act_for_anybody(actor_with: Any, role: Role | None) -> None:
    with pytest.raises(Refused) as refusal:
        record_consent(helper=actor_with(role), purpose="x", manner=SPOKEN, beneficiary_name="张奶奶")
    assert "社区工作者" in str(refusal.value.message)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"purpose": "长" * 121}, "purpose"),
        ({"manner": "guessed"}, "manner"),
        ({"beneficiary_name": ""}, "beneficiary_name"),
        ({"beneficiary_name": "名" * 41}, "beneficiary_name"),
    ],
)
def test_what_is_missing_is_named(actor_with: Any, given: dict[str, str], field: str) -> None:
    whole = {"purpose": "报修", "manner": "phone", "beneficiary_name": "张奶奶", **given}
    with pytest.raises(Invalid) as refusal:
        record_consent(helper=actor_with(Role.GRID_WORKER), **whole)
    assert refusal.value.field == field


def test_not_for_oneself(actor_with: Any) -> None:
    helper = actor_with(Role.GRID_WORKER)
    with pytest.raises(Invalid) as refusal:
        record_consent(helper=helper, purpose="报修", manner=SPOKEN, beneficiary=helper.person)
    assert "不需要" in str(refusal.value.message)


def test_it_is_withdrawn_by_who_took_part(actor_with: Any) -> None:
    helper, grandmother = actor_with(Role.GRID_WORKER), PersonFactory()
    consent = record_consent(helper=helper, purpose="报修", manner=SPOKEN, beneficiary=grandmother)
    for stranger in (actor_with(Role.COMMUNITY_WORKER), Actor()):
        with pytest.raises(Refused) as refusal:
            withdraw_consent(consent, by=stranger)
        assert "当事" in str(refusal.value.message)
    assert withdraw_consent(consent, by=Actor(person=grandmother)).withdrawn_at is not None
    with pytest.raises(Conflict) as again:
        withdraw_consent(consent, by=helper)
    assert "已经撤回" in str(again.value.message)
    assert Entry.objects.filter(stream_id=f"consent/{consent.pk}").count() == 2
