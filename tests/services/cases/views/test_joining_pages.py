"""Me too on the phone and through the API."""

import pytest

from jiayuan.foundation.access.actor import Actor
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, Joining
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    nonce_in,
    picture,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db


def opened(until: Action = Action.FILE) -> Story:
    story = Story().until(until)
    Case.objects.filter(pk=story.case.pk).update(public_words="")
    return story


def test_a_visitor_joins_follows_by_link_and_leaves() -> None:
    story, client = opened(), client_of()
    path = f"/cases/{story.case.number}/"
    assert f"{path}join/" in client.get(path).content.decode()
    form = client.get(f"{path}join/")
    for told in ("受理或不受理", "与别的反映合并", "办完"):
        assert told in spoken_text(form)
    sent = {
        "nonce": nonce_in(form),
        "words": "我家门口也是",
        "contact_phone": "139 0000 1111",
        "photo": picture(),
    }
    assert client.post(f"{path}join/", sent)["Location"] == path
    page = client.get(path)
    assert "我家门口也是" in page.content.decode()
    assert "李奶奶" not in page.content.decode()
    assert "3号楼前" not in page.content.decode()
    assert_chinese(page, page.context["link"], story.case.place.name, "community")
    link = page.context["link"]
    assert "/t/" in link
    other = client_of()
    assert other.get(link[link.index("/t/") :])["Location"] == path
    assert "我家门口也是" in other.get(path).content.decode()
    assert story.case.number in other.get("/mine/").content.decode()
    assert client.get(f"{path}join/")["Location"] == path
    assert client.post(f"{path}leave/")["Location"] == path
    assert not Joining.objects.exists()
    assert client.post(f"{path}leave/").status_code == 404


def test_the_pages_are_complete_in_english() -> None:
    story, neighbour = opened(), actor()
    client = client_of(neighbour, ENGLISH)
    path = f"/cases/{story.case.number}/"
    names = [story.case.place.name, story.case.place.parent.name if story.case.place.parent else "社区"]
    assert_english(client.get(f"{path}join/"), *names)
    client.post(f"{path}join/", {})
    assert_english(client.get(path), *names)
    assert "2 neighbours reported this" in spoken_text(client.get(path))


def test_what_cannot_be_sent_comes_back_with_its_words() -> None:
    story, client = opened(), client_of()
    path = f"/cases/{story.case.number}/join/"
    page = client.post(path, {"words": "我家也是", "contact_phone": "12"})
    assert page.status_code == 422
    assert "我家也是" in page.content.decode()
    assert not Joining.objects.exists()
    assert client.get("/cases/1/join/").status_code == 404


def test_what_was_closed_meanwhile_is_offered_to_be_opened_again() -> None:
    story, client = opened(Action.PASS), client_of()
    path = f"/cases/{story.case.number}/join/"
    form = client.get(path)
    story.do(Action.CLOSE)
    page = client.post(path, {"nonce": nonce_in(form), "words": "还堆着"})
    assert page.status_code == 409
    assert "还堆着" in page.content.decode()
    assert 'name="reopen"' in page.content.decode()
    assert f"/report/?category={story.case.version.category_id}" in page.content.decode()
    assert client.post(path, {"nonce": nonce_in(form), "reopen": "1", "words": "还堆着"}).status_code == 302
    assert Case.objects.get().state == State.FILED


def test_after_the_time_to_reopen_only_a_new_report_is_offered() -> None:
    story = opened(Action.CLOSE)
    Case.objects.update(closed_at="2020-01-01T00:00:00Z")
    page = client_of().get(f"/cases/{story.case.number}/join/")
    assert 'name="reopen"' not in page.content.decode()
    assert "/report/?category=" in page.content.decode()


def test_who_joined_rates_and_reopens_on_their_page() -> None:
    story, neighbour = opened(Action.PASS), actor()
    client, path = client_of(neighbour), f"/cases/{story.case.number}/"
    client.post(f"{path}join/", {})
    story.do(Action.CLOSE)
    case = Case.objects.get()
    assert path in client.get("/").content.decode()
    assert client.post(f"{path}rate/", {"score": "9", "revision": case.revision}).status_code == 422
    assert client.post(f"{path}rate/", {"score": "2", "revision": case.revision}).status_code == 302
    assert "/reopen/" in client.get(path).content.decode()
    assert client.post(f"{path}note/", {"words": "x"}).status_code == 404
    case.refresh_from_db()
    assert client.post(f"{path}reopen/", {"words": "没清", "revision": case.revision}).status_code == 302
    assert Case.objects.get().state == State.FILED


def test_the_desk_sees_how_many_and_what_they_wrote_but_no_number() -> None:
    story = opened()
    for turn in range(3):
        client_of(actor()).post(f"/cases/{story.case.number}/join/", {"words": f"第{turn}户也是 13911112222"})
    page = client_of(story.worker).get(f"/console/cases/{story.case.number}/").content.decode()
    assert "第2户也是" in page
    assert "13911112222" not in page
    costs = queries_of(client_of(story.worker), f"/console/cases/{story.case.number}/")
    for _turn in range(3):
        client_of(actor()).post(f"/cases/{story.case.number}/join/", {"words": "也是"})
    assert queries_of(client_of(story.worker), f"/console/cases/{story.case.number}/") == costs


def test_the_api_joins_reads_rates_and_leaves() -> None:
    story, client = opened(Action.PASS), client_of()
    path = f"/api/cases/{story.case.number}"
    answer = client.post(f"{path}/join", {"words": "我家也是", "phone": "13900001111"}, "application/json")
    assert answer.status_code == 200
    joined = answer.json()
    assert joined["neighbours"] == 2
    holder = {"X-Case-Token": joined["token"]}
    story.do(Action.CLOSE)
    read = client.get(path, headers=holder)
    assert (read.json()["neighbours"], "words" in read.json()) == (2, False)
    rated = {"score": 3, "revision": int(read["ETag"].strip('"'))}
    assert client.post(f"{path}/actions/rate", rated, "application/json", headers=holder).status_code == 200
    assert client.post(f"{path}/actions/note", rated, "application/json", headers=holder).status_code == 404
    late = client.post(f"{path}/join", {"words": "也是"}, "application/json")
    assert (late.status_code, late.json()["code"]) == (409, "closed")
    again = client.post(f"{path}/join", {"reopen_because": "还在"}, "application/json")
    assert again.status_code == 200
    assert client.post(f"{path}/leave", {}, "application/json", headers=holder).status_code == 204
    assert client.post(f"{path}/leave", {}, "application/json", headers=holder).status_code == 403


def test_a_joining_without_an_account_becomes_mine_by_its_link(story: Story) -> None:
    story.until(Action.DISPATCH)
    token = join_case(story.case.pk, JoinDraft("我家门口也是"), by=Actor()).token
    neighbour, path = actor(), f"/cases/{story.case.number}/"
    client = client_of(neighbour)
    assert client.post(f"{path}claim/").status_code == 404
    client.get(f"/t/{token}/", follow=True)
    page = client.get(path)
    assert "归到我的账号" in spoken_text(page)
    assert client.post(f"{path}claim/").status_code == 302
    assert Joining.objects.get().person == neighbour.person
    assert "我家门口也是" in spoken_text(client_of(neighbour).get(path))
    assert f"{path}claim/" not in client_of(neighbour).get(path).content.decode()


def test_what_was_typed_leads_on_with_a_report_that_was_merged_meanwhile() -> None:
    lead, merged = opened(), opened()
    perform_action(merged.case.pk, Action.MERGE, by=lead.worker, given=Given(lead=lead.case.number))
    client, path = client_of(), f"/cases/{merged.case.number}/join/"
    assert client.get(path)["Location"] == f"/cases/{lead.case.number}/join/"
    sent = {"nonce": "a" * 20, "words": "我家门口也是", "contact_phone": "13900001111", "photo": picture()}
    page = client.post(path, sent)
    assert page.status_code == 409
    assert page.context["case"].pk == lead.case.pk
    text = page.content.decode()
    for kept in ("我家门口也是", "13900001111", f'action="/cases/{lead.case.number}/join/"', "并到"):
        assert kept in text
    assert not Joining.objects.filter(case=merged.case.pk).exists()
    Case.objects.filter(pk=merged.case.pk).update(is_public=False)
    assert client.get(path).status_code == 404
    assert client.post(path, sent).status_code == 404
