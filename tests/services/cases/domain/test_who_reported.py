"""A program, or whoever brings in a file, passes on what another told: it is not theirs."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from jiayuan.foundation.access.enums import Role
from jiayuan.services.cases.domain.claim import claim_case
from jiayuan.services.cases.domain.given import ReportDraft
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.models import Case
from tests.doors.api.machines import post, token_for
from tests.factories import CategoryVersionFactory, PlaceFactory, RoleGrantFactory, SystemAccountFactory
from tests.services.cases.story import COMMUNITY, actor

pytestmark = pytest.mark.django_db
take_back = import_module("jiayuan.services.cases.migrations.0038_who_reported").take_back


@pytest.fixture
def code() -> str:
    PlaceFactory(path=COMMUNITY)
    version = CategoryVersionFactory()
    return str(version.category_id)


def test_a_system_reports_for_nobody_or_for_the_contact_it_names(code: str) -> None:
    system = SystemAccountFactory().person
    RoleGrantFactory(person=system, role=Role.COMMUNITY_WORKER, place=PlaceFactory(path=COMMUNITY))
    body: dict[str, Any] = {"category": code, "words": "井盖松动", "place": COMMUNITY}
    headers = token_for(system, "cases.report")
    for told in (body, body | {"contact_name": "李奶奶", "contact_phone": "13812345678"}):
        answer = post("/api/cases", told, headers)
        assert answer.status_code == 201, answer.content
    alone, named = Case.objects.order_by("pk")
    assert (alone.reporter, named.reporter) == (None, None)
    assert not hasattr(alone, "contact")
    assert named.contact.name == "李奶奶"
    resident = actor()
    claim_case(answer.json()["token"], by=resident)
    named.refresh_from_db()
    assert named.reporter == resident.person


def test_a_person_with_a_token_reports_as_themselves(code: str) -> None:
    resident = actor().person
    body = {"category": code, "words": "井盖松动", "place": COMMUNITY}
    assert post("/api/cases", body, token_for(resident, "cases.report")).status_code == 201
    assert Case.objects.get().reporter == resident


def test_what_was_brought_in_before_is_taken_back_and_nothing_else(code: str) -> None:
    worker, resident, system = actor(), actor(), SystemAccountFactory().person
    draft = ReportDraft(category_code=code, words="井盖松动", place_path=COMMUNITY)

    def reported(by: Any, nonce: str | None = None) -> Case:
        return report_case(draft, by=by, nonce=nonce).case

    imported, own = reported(worker, "import/1"), reported(worker)
    claimed = reported(worker, "import/2")
    Case.objects.filter(pk=claimed.pk).update(reporter=resident.person)
    passed_on = reported(resident)
    Case.objects.filter(pk=passed_on.pk).update(reporter=system)
    assert imported.reporter == worker.person
    take_back(apps, None)
    found = dict(Case.objects.values_list("pk", "reporter"))
    assert found == {
        imported.pk: None, own.pk: worker.pk, claimed.pk: resident.pk, passed_on.pk: None,
    }  # fmt: skip
