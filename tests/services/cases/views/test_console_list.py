"""The console's list: filters, saved lists, export, and the same for many cases."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Refused
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain import export
from jiayuan.services.cases.domain.saved_views import save_view
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, CategoryVersion, SavedView
from jiayuan.services.cases.views import console_list
from tests.factories import CaseFactory, CategoryFactory, CategoryVersionFactory, PlaceFactory
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    nonce_in,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import COMMUNITY, STREET, Story, actor

pytestmark = pytest.mark.django_db
LIST = "/console/cases/"
OTHER = "140106004011"


def numbers(page: Any) -> list[str]:
    return [case.number for case in page.context["page"]]


def listed(who: Any, **query: str) -> list[str]:
    return numbers(client_of(who).get(LIST, query))


@pytest.mark.parametrize("role", [Role.IT_STAFF, Role.INSTITUTION_CONTACT, Role.VOLUNTEER, None])
def test_others_have_no_business_here(version: CategoryVersion, role: Role | None) -> None:
    assert client_of(actor(role)).get(LIST).status_code == 403


def test_visitors_sign_in_first(version: CategoryVersion) -> None:
    assert client_of().get(LIST).url == "/accounts/login/?next=%2Fconsole%2Fcases%2F"


def test_each_sees_their_own(story: Story) -> None:
    elsewhere = CaseFactory(place=PlaceFactory(path=OTHER))
    assert listed(story.worker) == [story.case.number]
    assert listed(story.street) == [elsewhere.number, story.case.number]
    assert listed(story.handler) == []
    story.until(Action.DISPATCH)
    assert listed(story.handler) == [story.case.number]


def test_filters_narrow_and_combine(story: Story) -> None:
    light = CategoryVersionFactory(category=CategoryFactory(code="0106"), name="路灯不亮")
    lamp = CaseFactory(version=light, words="灯坏了", address="三号院")
    story.until(Action.ACCEPT)
    worker, unit = story.worker, str(story.unit.pk)
    assert listed(worker, category="0106") == [lamp.number]
    assert listed(worker, category="01") == [lamp.number, story.case.number]
    assert listed(worker, state="handling") == [story.case.number]
    assert listed(worker, unit=unit) == [story.case.number]
    assert listed(worker, q="三号院") == [lamp.number]
    assert listed(worker, q=story.case.number.replace("-", "")) == [story.case.number]
    assert listed(worker, place=OTHER) == []
    assert listed(worker, place=COMMUNITY, state="open", q="灯") == [lamp.number]
    assert listed(worker, mine="1") == []
    assert listed(story.handler, mine="1") == [story.case.number]


def test_lights_and_urgency(version: CategoryVersion, time_machine: Any) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    time_machine.move_to("2026-11-25T02:00:00Z", tick=False)
    from datetime import UTC, datetime

    late = CaseFactory(due_at=datetime(2026, 11, 25, 1, tzinfo=UTC))
    today = CaseFactory(due_at=datetime(2026, 11, 25, 15, 59, tzinfo=UTC))
    later = CaseFactory(due_at=datetime(2026, 11, 25, 16, tzinfo=UTC))
    CaseFactory(due_at=None, stage=None, state=State.CLOSED)
    assert listed(worker, light="red") == [late.number]
    assert listed(worker, light="amber") == [today.number]
    assert listed(worker, light="green") == [later.number]
    assert listed(worker, sort="due") == [late.number, today.number, later.number]


def test_pages_follow_a_cursor_in_both_orders(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    cases = {CaseFactory().number for _ in range(30)}
    client = client_of(worker)
    for sort in ("new", "due"):
        first = client.get(LIST, {"sort": sort})
        second = client.get(LIST, {"sort": sort, "after": first.context["page"].next_cursor})
        assert len(numbers(first)) == 25
        assert set(numbers(first) + numbers(second)) == cases


def test_lists_are_kept_under_a_name(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    client = client_of(worker)
    address = f"{LIST}views/"
    assert client.post(address, {"name": "今天的", "query": "light=amber"}).url == f"{LIST}?light=amber"
    client.post(address, {"name": "今天的", "query": "light=red"})
    view = SavedView.objects.get()
    assert view.query == "light=red"
    page = client.get(f"{LIST}?light=red").content.decode()
    assert "今天的" in page
    assert f'name="forget" value="{view.pk}"' in page
    assert "今天的" not in client_of(actor(Role.COMMUNITY_WORKER)).get(LIST).content.decode()
    assert client_of(actor(Role.COMMUNITY_WORKER)).post(address, {"forget": view.pk}).status_code == 404
    assert client.post(address, {"forget": "²"}).status_code == 422
    assert client.post(address, {"forget": view.pk}).url == LIST
    assert not SavedView.objects.exists()
    assert client.post(address, {"name": "", "query": ""}).status_code == 422


def test_at_most_twenty_lists(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    SavedView.objects.bulk_create(
        [SavedView(person=worker.person, name=str(number), query="") for number in range(20)]
    )
    answer = client_of(worker).post(f"{LIST}views/", {"name": "多一个", "query": ""})
    assert answer.status_code == 409


def test_a_kept_list_never_leads_away(version: CategoryVersion) -> None:
    answer = client_of(actor(Role.COMMUNITY_WORKER)).post(
        f"{LIST}views/", {"name": "x", "query": "@evil.example/\r\nX: y"}
    )
    assert answer.url.startswith(f"{LIST}?")
    assert "\n" not in answer["Location"]


def test_export_is_what_is_seen_and_safe(story: Story) -> None:
    for words in ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)", "\t=1", "＝1", " =1"):
        CaseFactory(words=words, address="=1+1")
    hidden = CaseFactory(words="别处", place=PlaceFactory(path=OTHER))
    answer = client_of(story.worker).get(f"{LIST}export.csv", {"state": "reported"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff")
    assert "attachment" in answer["Content-Disposition"]
    assert len(rows) == 9
    assert all(cell[:1] not in tuple("=+-@\t") for row in rows[1:] for cell in row)
    assert hidden.number not in text
    assert "李奶奶" not in text
    entry = Entry.objects.get(action="cases.export")
    assert entry.payload["after"]["cases"] == 8
    assert entry.actor_id == story.worker.pk


def test_an_export_says_that_it_is_cut_and_what_it_was_narrowed_by(
    version: CategoryVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (export, console_list):
        monkeypatch.setattr(module, "MOST", 2)
    worker = actor(Role.COMMUNITY_WORKER)
    for _number in range(3):
        CaseFactory(words="井盖松动 13812345678")
    asked = {"q": "13812345678", "period": "reported-30", "mine": ""}
    text = b"".join(client_of(worker).get(f"{LIST}export.csv", asked).streaming_content).decode()
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1] == ["只有 3 行中的前 2 行。请缩小范围，分几次导出。"]
    taken = Entry.objects.get(action="cases.export").payload["after"]
    assert taken == {"cases": 2, "of": 3, "q": "138****5678", "period": "reported-30", "sort": "new"}


def test_export_follows_the_order_of_the_list(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    first, second = CaseFactory(), CaseFactory()
    Case.objects.filter(pk=second.pk).update(due_at=first.due_at.replace(year=2020))
    text = b"".join(client_of(worker).get(f"{LIST}export.csv?sort=due").streaming_content).decode()
    assert text.index(second.number) < text.index(first.number)


def bulk(who: Any, **fields: Any) -> Any:
    return client_of(who).post(f"{LIST}bulk/", {"step": "preview", "action": "file"} | fields)


def test_bulk_shows_first_and_then_does(story: Story) -> None:
    others = [CaseFactory() for _ in range(2)]
    keys = [story.case.pk, *(each.pk for each in others)]
    story.until(Action.FILE)
    page = bulk(story.worker, case=keys, back="state=reported")
    assert len(page.context["possible"]) == 2
    assert "它现在是“已立案”" in spoken_text(page)
    assert set(Case.objects.filter(pk__in=[each.pk for each in others]).values_list("state", flat=True)) == {
        "reported"
    }
    revisions = {f"revision_{each.pk}": each.revision for each in others}
    sent = {"step": "do", "case": [each.pk for each in others], "nonce": nonce_in(page)} | revisions
    done = bulk(story.worker, **sent)
    assert len(done.context["done"]) == 2
    assert set(Case.objects.filter(pk__in=[each.pk for each in others]).values_list("state", flat=True)) == {
        "filed"
    }
    again = bulk(story.worker, **sent)
    assert len(again.context["done"]) == 2
    assert Entry.objects.filter(action="cases.file", stream_id=others[0].stream).count() == 1


def test_bulk_dispatch_chooses_the_nearest_fitting_unit(story: Story) -> None:
    story.until(Action.FILE)
    page = bulk(story.worker, action="dispatch", case=[story.case.pk])
    assert [row.unit for row in page.context["rows"]] == [story.unit]
    bulk(story.worker, action="dispatch", step="do", case=[story.case.pk])
    story.case.refresh_from_db()
    assert story.case.unit_id == story.unit.pk


def test_bulk_without_a_unit_says_so(story: Story) -> None:
    story.until(Action.FILE)
    story.unit.function = "lighting"
    story.unit.save()
    page = bulk(story.worker, action="dispatch", case=[story.case.pk])
    assert page.context["possible"] == []
    assert "这里没有登记对口单位" in spoken_text(page)


def test_bulk_of_a_row_that_moved_on_says_why(story: Story) -> None:
    done = bulk(story.worker, step="do", case=[story.case.pk], **{f"revision_{story.case.pk}": 99})
    assert [row.is_done for row in done.context["rows"]] == [False]
    assert done.context["rows"][0].because
    assert done.status_code == 200


def test_bulk_by_somebody_who_may_not_is_refused_row_by_row(story: Story) -> None:
    done = bulk(story.grid, case=[story.case.pk])
    assert "只有社区工作者" in spoken_text(done)
    assert bulk(actor(Role.COMMUNITY_WORKER, OTHER), case=[story.case.pk]).context["rows"] == []


@pytest.mark.parametrize(
    "fields", [{"action": "reject", "case": ["1"]}, {"action": "file"}, {"case": ["x", "-1"]}]
)
def test_bulk_of_nothing_leads_back(version: CategoryVersion, fields: dict[str, Any]) -> None:
    answer = bulk(actor(Role.COMMUNITY_WORKER), back="state=open", **fields)
    assert answer.url == f"{LIST}?state=open"


def test_bulk_of_nothing_says_so(story: Story) -> None:
    client = client_of(story.worker)
    page = client.post(
        f"{LIST}bulk/", {"step": "preview", "action": "file", "back": "state=open"}, follow=True
    )
    assert "没有勾选任何事项" in spoken_text(page)
    assert story.case.number in page.content.decode(), "the list is there to tick"


def test_pages_speak_one_language(story: Story) -> None:
    story.worker.person.name = "Li Jianfang"
    CaseFactory(words="loose", due_at=None, stage=None, state=State.CLOSED)
    paths = (LIST, f"{LIST}?state=open&light=red&mine=1", f"{LIST}?q=loose&place={STREET}&unit=1")
    for path in paths:
        assert_english(
            client_of(story.worker, ENGLISH).get(path),
            mask_words(story.case.words),
            "3号楼前",
            story.unit.name,
        )
        assert_chinese(client_of(story.worker).get(path), "loose", "Enter")
    for language, check in ((ENGLISH, assert_english), ("zh.0.auto", assert_chinese)):
        page = client_of(story.worker, language).post(
            f"{LIST}bulk/", {"action": "file", "case": [story.case.pk]}
        )
        check(page, mask_words(story.case.words))


def test_query_counts_do_not_grow(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    client = client_of(worker)
    for _ in range(3):
        CaseFactory()
    few = queries_of(client, LIST)
    for number in range(12):
        CaseFactory()
        SavedView.objects.create(person=worker.person, name=str(number), query="")
    assert queries_of(client, LIST) == few <= 22


def test_bulk_preview_takes_the_same_queries_for_any_number(story: Story) -> None:
    keys = [CaseFactory(state=State.FILED).pk for _ in range(20)]
    client = client_of(story.worker)

    def queries_for(chosen: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(f"{LIST}bulk/", {"action": "dispatch", "case": chosen})
        return len(queries)

    queries_for(keys[:1])
    assert queries_for(keys) == queries_for(keys[:2]) <= 20


def test_a_figure_opens_what_it_counted(version: CategoryVersion) -> None:
    long_ago = timezone.now() - timedelta(days=40)
    old = CaseFactory(reported_at=long_ago)
    new = CaseFactory()
    closed = CaseFactory(
        reported_at=long_ago, state=State.CLOSED, closed_at=timezone.now(), stage=None, due_at=None
    )
    worker = actor(Role.COMMUNITY_WORKER)
    assert listed(worker, period="reported-30") == [new.number]
    assert listed(worker, period="closed-30") == [closed.number]
    assert set(listed(worker, period="ever")) == {old.number, new.number, closed.number}
    page = client_of(worker).get(LIST, {"period": "closed-30", "state": "closed"}).content.decode()
    assert 'name="period" value="closed-30"' in page
    assert 'href="?state=closed"' in page


def test_visitors_keep_no_lists(db: None) -> None:
    with pytest.raises(Refused):
        save_view("x", "", by=Actor())


def test_the_plain_list_leads_to_the_rarer_filters(story: Story) -> None:
    client = client_of(story.worker)
    plain = client.get(LIST).content.decode()
    assert 'name="category"' not in plain
    assert 'href="?filters=1#filters"' in plain
    asked = client.get(LIST, {"filters": "1"}).content.decode()
    assert '<details class="paper p-4" id="filters" open>' in asked
    assert 'name="category"' in asked


@pytest.mark.parametrize(
    ("query", "is_open"),
    [({"category": "0101"}, True), ({"place": COMMUNITY}, True), ({"light": "red"}, False)],
)
def test_rarer_filters_in_use_stand_open(story: Story, query: dict[str, str], is_open: bool) -> None:
    page = client_of(story.worker).get(LIST, query).content.decode()
    assert ('id="filters" open' in page) is is_open
    assert 'name="category"' in page
