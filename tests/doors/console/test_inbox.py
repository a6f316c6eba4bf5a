"""The one place of work, through the door."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.district.desk.inbox import LIMIT
from jiayuan.foundation.access.enums import CONSOLE_ROLES, Role
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.registers import Registers, WorkItem, WorkSource
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.enums import Stage, State
from tests.factories import CaseFactory, OrganisationFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
INBOX, EXPORT = "/console/", "/console/inbox.csv"
PersonWith = Callable[..., Person]
SignIn = Callable[[Person], Client]


def item(key: str, **fields: Any) -> WorkItem:
    known: dict[str, Any] = {
        "title": f"井盖{key}", "where": "青年路一社区", "kind": "verify", "kind_label": "等我核查",
        "basis": "单位已反馈",
        "action_label": "核查", "url": f"/console/cases/{key}/",
    }  # fmt: skip
    return WorkItem(key=key, **known | fields)


def hold(own: Registers, *items: WorkItem, counts: dict[str, tuple[str, int]] | None = None) -> None:
    found = counts if counts is not None else {each.kind: (each.kind_label, 1) for each in items}
    own.work.add("test", WorkSource(lambda _actor, _limit: items, lambda _actor: found))


@pytest.fixture
def worker(person_with: PersonWith, sign_in: SignIn) -> Client:
    return sign_in(person_with(Role.COMMUNITY_WORKER))


class TestDoor:
    @pytest.mark.parametrize("address", [INBOX, EXPORT])
    def test_visitors_sign_in_first(self, client: Client, address: str) -> None:
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("address", [INBOX, EXPORT])
    @pytest.mark.parametrize("role", [None, Role.VOLUNTEER, Role.MERCHANT])
    def test_residents_are_told_why_not(
        self, person_with: PersonWith, sign_in: SignIn, role: Role | None, address: str
    ) -> None:
        organisation = OrganisationFactory() if role == Role.MERCHANT else None
        assert sign_in(person_with(role, organisation=organisation)).get(address).status_code == 403

    @pytest.mark.parametrize("role", CONSOLE_ROLES)
    def test_whoever_works_here_comes_in(self, person_with: PersonWith, sign_in: SignIn, role: Role) -> None:
        assert sign_in(person_with(role)).get(INBOX).status_code == 200

    def test_nothing_is_posted_here(self, worker: Client) -> None:
        assert worker.post(INBOX).status_code == 405


@pytest.mark.usefixtures("own")
class TestPage:
    def test_a_line_says_what_why_and_until_when(self, own: Registers, worker: Client) -> None:
        late = item(
            "1", light="red", due_at=now() - timedelta(days=1, hours=1), due_because="两个工作日：从周五起算"
        )
        hold(own, late)
        page = worker.get(INBOX).content.decode()
        for words in (
            "井盖1",
            "青年路一社区",
            "等我核查",
            "单位已反馈",
            "超时 1 天",
            "期限怎么来的？",
            "从周五起算",
        ):
            assert words in page
        assert "tone-error" in page
        assert 'href="/console/cases/1/"' in page
        assert "data-rows" in page

    def test_a_line_without_deadline_says_so(self, own: Registers, worker: Client) -> None:
        hold(own, item("1"))
        client_page = worker.get(INBOX).content.decode()
        assert "期限怎么来的？" not in client_page

    def test_chips_keep_the_words_and_the_search_keeps_the_kind(self, own: Registers, worker: Client) -> None:
        hold(own, item("1"), item("2", kind="dispatch", kind_label="等我派遣"))
        page = worker.get(INBOX, {"kind": "verify", "q": "井盖"}).content.decode()
        assert 'href="?kind=dispatch&amp;q=' in page
        assert '<input type="hidden" name="kind" value="verify">' in page
        assert f"{EXPORT}?kind=verify&amp;q=" in page
        assert "等我派遣" in page
        assert "井盖2" not in page

    def test_no_work_invites_and_no_match_shows_the_way_back(self, worker: Client) -> None:
        assert "没有等您办的事" in worker.get(INBOX).content.decode()
        assert "没有符合条件的" in worker.get(INBOX, {"q": "没有的词"}).content.decode()

    def test_more_than_a_page_of_work_is_said(self, own: Registers, worker: Client) -> None:
        many = [item(f"{number:03}") for number in range(LIMIT)]
        hold(own, *many, counts={"verify": ("等我核查", 250)})
        page = worker.get(INBOX).content.decode()
        assert "共 250 件，先列出最要紧的 100 件" in page

    @pytest.mark.parametrize(
        "query", [{"kind": "x" * 10_000}, {"q": "<script>alert(1)</script>"}, {"q": "\x00"}, {"q": "%" * 9}]
    )
    def test_bad_filters_find_nothing_and_break_nothing(
        self, own: Registers, worker: Client, query: dict[str, str]
    ) -> None:
        hold(own, item("1"))
        page = worker.get(INBOX, query)
        assert page.status_code == 200
        assert b"<script>alert" not in page.content

    def test_a_year_without_holidays_is_announced(
        self, person_with: PersonWith, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from jiayuan.doors.console.views import inbox

        monkeypatch.setattr(
            inbox, "calendar_warning", lambda _day: "2031 年没有放假安排：JIAYUAN_CALENDAR_FILE"
        )
        page = sign_in(person_with(Role.COMMUNITY_WORKER)).get(INBOX).content.decode()
        assert "明年的放假安排还没有公布" in page
        assert "JIAYUAN_CALENDAR_FILE" not in page
        assert "JIAYUAN_CALENDAR_FILE" in sign_in(person_with(Role.IT_STAFF)).get(INBOX).content.decode()
        monkeypatch.setattr(inbox, "calendar_warning", lambda _day: None)
        assert "放假安排" not in sign_in(person_with(Role.COMMUNITY_WORKER)).get(INBOX).content.decode()


def test_real_cases_wait_with_a_constant_number_of_queries(
    worker: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    worker.get(INBOX)
    counts = []
    for _round in range(2):
        for _case in range(10):
            CaseFactory(state=State.REPORTED)
            CaseFactory(state=State.FILED, stage=Stage.DISPATCHING)
        with django_assert_max_num_queries(25) as context:
            page = worker.get(INBOX)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]
    assert page.context["inbox"].total == 40


class TestExport:
    def rows(self, client: Client, **query: str) -> list[list[str]]:
        text = client.get(EXPORT, query).content.decode()
        assert text.startswith("\ufeff")
        return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    def test_it_is_exactly_what_is_seen(self, own: Registers, worker: Client) -> None:
        soon = datetime.now(UTC) + timedelta(hours=2)
        hold(
            own,
            item("1"),
            item("2", light="red", due_at=soon),
            item("3", kind="dispatch", kind_label="等我派遣"),
        )
        header, *lines = self.rows(worker, kind="verify")
        assert header[0] == "事项"
        assert [line[0] for line in lines] == ["井盖2", "井盖1"]
        response = worker.get(EXPORT)
        assert response["Content-Type"].startswith("text/csv")
        assert "attachment" in response["Content-Disposition"]

    @pytest.mark.parametrize(
        "title", ["=1+1", "+86 138", "-2", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "　=1", "＝1", "|x"]
    )
    def test_no_cell_is_a_formula(self, own: Registers, worker: Client, title: str) -> None:
        hold(own, item("1", title=title, where=title))
        line = self.rows(worker)[1]
        assert line[0] == f"'{title}"
        assert line[1] == f"'{title}"

    def test_the_file_names_days_by_their_date(self, own: Registers, worker: Client) -> None:
        due = now() + timedelta(days=1)
        hold(own, item("1", light="green", due_at=due, due_because="两个工作日"))
        assert self.rows(worker)[1][4] == moment_in_full(due)

    def test_what_a_resident_wrote_stays_in_its_cell(self, own: Registers, worker: Client) -> None:
        hold(own, item("1", title='他说："坏了",\n还没修'))
        assert self.rows(worker)[1][0] == '他说："坏了",\n还没修'


def test_the_navigation_is_that_of_the_reader_and_of_now(
    own: Registers, person_with: PersonWith, sign_in: SignIn
) -> None:
    """It is drawn once for all who see the same of it: other roles, another page or another number are another."""
    worker, technician = person_with(Role.COMMUNITY_WORKER), person_with(Role.IT_STAFF)
    hold(own, counts={"verify": ("等我核查", 2)})
    first = sign_in(worker).get("/console/cases/").content.decode()
    assert 'console-count">2<' in first
    assert 'href="/console/cases/" aria-current="page"' in first
    hold(own, counts={"verify": ("等我核查", 3)})
    client = sign_in(worker)
    again = client.get("/console/map/").content.decode()
    assert 'console-count">3<' in again
    assert 'href="/console/cases/" aria-current' not in again
    assert 'href="/console/map/" aria-current="page"' in again
    assert 'href="/console/cases/"' not in sign_in(technician).get("/console/settings/").content.decode()


def test_of_two_pages_that_lie_in_each_other_only_the_inner_one_is_open(
    person_with: PersonWith, sign_in: SignIn
) -> None:
    """Also where the navigation of the one was drawn before that of the other."""
    unit = OrganisationFactory(function="sanitation", place=PlaceFactory(path="140106004"))
    person = person_with(Role.DISTRICT_OFFICER, "140106")
    RoleGrantFactory(person=person, role=Role.UNIT_OFFICER, organisation=unit, place=unit.place)
    client = sign_in(person)
    for address in ("waste/", "waste/rounds/", "waste/appointments/", "waste/rounds/", "waste/zones/"):
        page = client.get(f"/console/{address}").content.decode()
        marked = set(re.findall(r'class="console-link" href="([^"]+)" aria-current="page"', page))
        assert marked == {"/console/waste/" if address == "waste/zones/" else f"/console/{address}"}
    assert (
        'href="/console/waste/rounds/" aria-current' in client.get("/console/waste/fleet/").content.decode()
    )


def test_wishes_are_where_one_is_on_the_pages_beside_them(person_with: PersonWith, sign_in: SignIn) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    for address in ("/console/wishes/", "/console/stations/", "/console/funds/"):
        assert 'href="/console/wishes/" aria-current="page"' in client.get(address).content.decode()
