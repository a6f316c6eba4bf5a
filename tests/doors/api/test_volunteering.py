"""Volunteering over the API: hours of one's own, corrections once, certificates, pairings, lists, volunteers."""

import pytest
from django.urls import reverse

from jiayuan.doors.api import volunteering
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.volunteering.models import Certificate, Correction
from tests.conftest import COMMUNITY, OTHER_COMMUNITY
from tests.factories import (
    CertificateFactory,
    HourEntryFactory,
    PairingFactory,
    PersonFactory,
    PlaceFactory,
    VolunteerFactory,
    YearlyItemFactory,
)

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
OWN, ASK, PAIRS, REGISTER = (
    f"volunteering.{each}" for each in ("own_hours", "ask_correction", "pairings", "volunteers")
)


@pytest.fixture
def place(db):
    return PlaceFactory(path=COMMUNITY)


def test_hours_of_ones_own_page_by_page_and_nobody_elses(place, monkeypatch):
    monkeypatch.setattr(volunteering, "A_PAGE", 2)
    person = PersonFactory()
    made = [HourEntryFactory(person=person, place=place, minutes=30 + n) for n in range(3)]
    HourEntryFactory(person=person, place=place, kind="training", minutes=20)
    HourEntryFactory(place=place)
    headers = token_for(person, OWN)
    first = get("/api/me/hours", headers).json()
    second = get("/api/me/hours", headers, after=first["next"]).json()
    assert (first["minutes"], first["training_minutes"]) == (93, 20)
    rows = [*first["entries"], *second["entries"]]
    assert [each["id"] for each in rows[1:]] == [each.pk for each in reversed(made)]
    assert [each["counts"] for each in rows] == [False, True, True, True]
    assert second["next"] is None


def test_a_correction_is_asked_once_however_often_it_is_sent(place):
    person = PersonFactory()
    entry = HourEntryFactory(person=person, place=place)
    address, body = f"/api/me/hours/{entry.pk}/corrections", {"minutes": 45, "words": "提前走的"}
    headers = token_for(person, ASK) | {"Idempotency-Key": "one"}
    answers = [post(address, body, headers) for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Correction.objects.get().minutes == 45
    again = post(address, body, token_for(person, ASK, OWN))
    assert (again.status_code, Correction.objects.count()) == (409, 1)
    assert post(address, {"minutes": -1, "words": "少"}, headers).status_code == 422
    assert post(address, body, token_for(person, OWN)).json()["code"] == "scope"
    assert post(address, body, token_for(PersonFactory(), ASK)).status_code == 404


def test_certificates_lead_to_where_they_are_verified(place, client):
    made = CertificateFactory(place=place)
    (found,) = get("/api/me/certificates", token_for(made.person, OWN)).json()["certificates"]
    assert (found["number"], found["state"], found["digest"]) == (made.number, "valid", made.digest)
    assert found["verify"].endswith(reverse("verify", args=[made.number, made.check_code]))
    shown = get(f"/api/certificates/{made.number}/{made.check_code}").json()
    assert shown["minutes"] == made.minutes
    assert shown["name"] != made.content["name"]
    Certificate.objects.filter(pk=made.pk).update(state="revoked", reason="姓名有误")
    gone = get(f"/api/certificates/{made.number}/{made.check_code}").json()
    assert set(gone) == {"number", "state", "state_label"}
    assert get(f"/api/certificates/{made.number}/0000000000").status_code == 404


def test_pairings_and_lists_are_for_their_sides(place, actor_with):
    mine = PairingFactory(community=place)
    PairingFactory(community=PlaceFactory(path=OTHER_COMMUNITY))
    item = YearlyItemFactory(community=place, year=2026)
    headers = token_for(actor_with(Role.COMMUNITY_WORKER).person, PAIRS)
    (found,) = get("/api/pairings", headers).json()["pairings"]
    assert (found["id"], found["community"]) == (mine.pk, COMMUNITY)
    assert get("/api/pairings", headers, state="ended").json()["pairings"] == []
    assert [each["id"] for each in get("/api/yearly-lists", headers, year="2026").json()["items"]] == [
        item.pk
    ]
    assert get("/api/yearly-lists", headers, place=COMMUNITY, year="2025").json()["items"] == []
    stranger = token_for(PersonFactory(), PAIRS)
    assert [get(each, stranger).status_code for each in ("/api/pairings", "/api/yearly-lists")] == [403, 403]
    assert get("/api/pairings").status_code == 401


def test_volunteers_are_masked_and_only_for_who_works_there(place, actor_with):
    made = VolunteerFactory(community=place, person__name="周立新", person__phone="+8613812345678")
    VolunteerFactory(community=PlaceFactory(path=OTHER_COMMUNITY))
    answer = get("/api/volunteers", token_for(actor_with(Role.COMMUNITY_WORKER).person, REGISTER))
    (found,) = answer.json()["volunteers"]
    assert found["id"] == made.pk
    assert "周立新" not in answer.content.decode()
    assert "13812345678" not in answer.content.decode()
    assert get("/api/volunteers", token_for(made.person, REGISTER)).status_code == 403


def test_the_register_is_handed_over_masked_safe_and_only_of_the_tokens_places(place, actor_with):
    street = actor_with(Role.STREET_OFFICER, COMMUNITY[:9]).person
    VolunteerFactory(community=place, person__name="周立新", person__phone="+8613812345678")
    VolunteerFactory(community=place, person__name="=CMD()", person__phone="+8613912345678")
    VolunteerFactory(community=PlaceFactory(path=f"{COMMUNITY[:9]}099"), person__name="田别处")
    address, scope = "/api/volunteers/file", "volunteering.register_file"
    answer = get(address, token_for(street, scope))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert (answer.status_code, answer["Content-Type"], len(lines)) == (200, "text/csv; charset=utf-8", 3)
    for hidden in ("立新", "13812345678", "CMD", "田"):
        assert hidden not in text
    assert "138****5678" in text
    assert all(not cell.startswith("=") for line in lines for cell in line.split(","))
    entry = Entry.objects.get(action="tables.handed_over")
    assert (entry.payload["after"]["rows"], entry.payload["after"]["in_full"]) == (2, False)
    assert get(address, token_for(street, REGISTER)).json()["code"] == "scope"
    assert get(address, token_for(PersonFactory(), scope)).status_code == 403
    assert get(address, token_for(actor_with(Role.GRID_WORKER).person, scope)).status_code == 403
    assert get(address).status_code == 401
