"""A case in the console: what can be done, done, refused with nothing lost; and the rules' living pages."""

from typing import Any

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.errors import Missing
from jiayuan.foundation.common.masks import mask_words
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.people.models import Consent
from jiayuan.services.cases.domain.catalogue import publish_version
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.interfaces.sheet import Sheet
from jiayuan.services.cases.interfaces.version_sheet import draft_of_version
from jiayuan.services.cases.lifecycle import TRANSITIONS
from jiayuan.services.cases.models import Case, CategoryVersion
from tests.factories import CaseFactory, CategoryFactory, CategoryVersionFactory
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
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db
OTHER = "140106004011"
WAY = (Action.FILE, Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE)
RULES = ("lifecycle/", "categories/", "categories/0105/", "new/")


def address(story: Story, rest: str = "") -> str:
    return f"/console/cases/{story.case.number}/{rest}"


def send(story: Story, who: Any, action: str, **fields: Any) -> Any:
    story.case.refresh_from_db()
    given = {"revision": story.case.revision, "nonce": f"{action:0<20}{story.case.revision}"} | fields
    return client_of(who).post(address(story, f"{action}/"), given)


def test_only_those_who_work_on_it_open_it(story: Story) -> None:
    assert client_of(story.worker).get(address(story)).status_code == 200
    assert client_of(story.handler).get(address(story)).status_code == 404
    assert client_of(actor(Role.COMMUNITY_WORKER, OTHER)).get(address(story)).status_code == 404
    assert client_of(actor(Role.COMMUNITY_WORKER, OTHER)).get(address(story, "point.json")).status_code == 404
    assert client_of(story.worker).get("/console/cases/0000001-1/").status_code == 404


def test_the_whole_way_through_the_pages(story: Story) -> None:
    """From filing to closing, each by whoever has it, with a photo from the spot."""
    assert (
        send(
            story,
            story.worker,
            "file",
            category_code="0105",
            public_words="井盖松动",
            asks_public="1",
            is_public="1",
        ).status_code
        == 302
    )
    page = client_of(story.worker).get(address(story))
    assert f'value="{story.unit.pk}" checked' in page.content.decode()
    assert send(story, story.worker, "dispatch", unit_id=story.unit.pk).url == address(story)
    assert send(story, story.handler, "accept").status_code == 302
    assert send(story, story.handler, "hand_in", words="已换", photo=[picture()]).status_code == 302
    assert send(story, story.grid, "pass", words="看过", photo=[picture("blue")]).status_code == 302
    assert (
        send(story, story.worker, "close", asks_public="1", is_public="1", words="谢谢您").status_code == 302
    )
    story.case.refresh_from_db()
    assert story.case.state == State.CLOSED
    assert story.case.public_words == "井盖松动"
    assert story.case.photos.filter(is_public=True).count() == 2


def test_unticked_box_hides_the_case(story: Story) -> None:
    send(story, story.worker, "file", category_code="0105", public_words="x", asks_public="1")
    story.case.refresh_from_db()
    assert not story.case.is_public


def test_hand_in_without_photo_keeps_the_words(story: Story) -> None:
    story.until(Action.ACCEPT)
    answer = send(story, story.handler, "hand_in", words="已换新井盖")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "已换新井盖</textarea>" in text
    assert 'href="#id_hand_inphotos"' in text


def test_photo_that_arrived_stays_with_a_form_that_comes_back(story: Story) -> None:
    story.until(Action.ACCEPT)
    first = send(story, story.handler, "hand_in", words="", photo=[picture()])
    photo = first.context["sheet"].photo_ids[0]
    assert first.status_code == 422
    assert f'value="{photo}" checked' in first.content.decode()
    assert send(story, story.handler, "hand_in", words="已换", photo_ids=[str(photo)]).status_code == 302


def test_stale_page_is_refused_with_what_was_typed(story: Story) -> None:
    stale = story.case.revision
    story.do(Action.NOTE, story.worker, Given(words="先去看看"))
    answer = send(story, story.worker, "reject", words="与本社区无关", revision=stale)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "与本社区无关</textarea>" in text
    assert 'id="act-reject" open' in text
    story.case.refresh_from_db()
    assert story.case.state == State.REPORTED


def test_form_of_a_state_that_has_passed_says_what_is_now(story: Story) -> None:
    story.until(Action.FILE)
    answer = send(story, story.worker, "file", category_code="0105")
    assert answer.status_code == 409
    assert "已立案" in spoken_text(answer)


@pytest.mark.parametrize("revision", ["", "abc", "-1", "9" * 50])
def test_form_without_a_true_revision_is_stale(story: Story, revision: str) -> None:
    assert send(story, story.worker, "reject", words="x", revision=revision).status_code == 409


def test_double_tap_is_one_act(story: Story) -> None:
    fields = {"words": "补充", "revision": story.case.revision, "nonce": "d" * 32}
    for _ in range(2):
        assert client_of(story.worker).post(address(story, "note/"), fields).status_code == 302
    assert Entry.objects.filter(action="cases.note").count() == 1


def test_refusal_says_who_may(story: Story) -> None:
    answer = send(story, story.grid, "file", category_code="0105")
    assert answer.status_code == 403
    assert "只有社区工作者" in spoken_text(answer)


def test_unknown_action_is_not_there(story: Story) -> None:
    assert send(story, story.worker, "explode").status_code == 404


@pytest.mark.parametrize(("action", "fields", "field"), [
    ("file", {"category_code": "nope"}, "category_code"),
    ("file", {"category_code": ""}, "category_code"),
    ("reject", {"words": " \u200b"}, "words"),
    ("note", {"words": "x" * 100_000}, "words"),
])  # fmt: skip
def test_what_is_missing_is_said_at_its_field(
    story: Story, action: str, fields: dict[str, str], field: str
) -> None:
    answer = send(story, story.worker, action, **fields)
    assert answer.status_code == 422
    assert [each.field for each in answer.context["sheet"].faults] == [field]


def test_unit_that_is_not_here_is_refused(story: Story) -> None:
    story.until(Action.FILE)
    answer = send(story, story.worker, "dispatch", unit_id="999999")
    assert answer.status_code == 422
    assert 'href="#id_dispatchunit_id"' in answer.content.decode()
    assert send(story, story.worker, "dispatch", unit_id="x").status_code == 422


def test_verification_is_closed_to_who_handled(story: Story) -> None:
    """Also where one person holds both roles: the button is off, with the reason."""
    from tests.factories import PlaceFactory, RoleGrantFactory

    story.until(Action.HAND_IN)
    RoleGrantFactory(person=story.handler.person, role=Role.GRID_WORKER, place=PlaceFactory(path=COMMUNITY))
    page = client_of(story.handler).get(address(story))
    withheld = {each.action: str(each.verdict.because) for each in page.context["withheld"]}
    assert withheld[Action.PASS] in spoken_text(page)
    assert send(story, story.handler, "pass").status_code == 403


def test_requests_are_shown_and_decided_by_another(story: Story) -> None:
    story.until(Action.ACCEPT)
    assert send(story, story.handler, "ask_extension", words="等配件", days="0").status_code == 422
    assert send(story, story.handler, "ask_extension", words="等配件", days="2").status_code == 302
    page = client_of(story.worker).get(address(story))
    assert "等配件" in spoken_text(page)
    assert page.context["asked"].days == 2
    assert send(story, story.worker, "approve").status_code == 302
    story.case.refresh_from_db()
    assert story.case.state == State.HANDLING
    send(story, story.handler, "ask_suspension", words="道路封闭", days="3")
    send(story, story.worker, "approve")
    story.case.refresh_from_db()
    assert story.case.state == State.SUSPENDED
    assert "不计时" in spoken_text(client_of(story.worker).get(address(story)))


def test_contact_is_masked_until_asked_for_with_a_reason(story: Story) -> None:
    client = client_of(story.worker)
    # The reporter typed a number into the words as well: those are for whoever works on the case.
    Case.objects.filter(pk=story.case.pk).update(words="井盖松动")
    page = client.get(address(story)).content.decode()
    assert "138****5678" in page
    assert "+8613812345678" not in page
    assert "李奶奶" not in page
    refused = client.post(address(story, "contact/"), {"reason": ""})
    assert refused.status_code == 422
    shown = client.post(address(story, "contact/"), {"reason": "问清具体位置"})
    assert "李奶奶" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = Entry.objects.get(action="cases.reveal")
    assert entry.payload["after"]["words"] == "问清具体位置"
    assert "+8613812345678" not in client.get(address(story)).content.decode()


def test_unit_that_does_not_handle_it_yet_may_not_look_up_the_contact(story: Story) -> None:
    story.until(Action.DISPATCH)
    assert client_of(story.handler).post(address(story, "contact/"), {"reason": "问路"}).status_code == 403
    story.do(Action.ACCEPT)
    assert client_of(story.handler).post(address(story, "contact/"), {"reason": "问路"}).status_code == 200


def test_case_without_contact_or_position(community: Any) -> None:
    case = CaseFactory(latitude=None, longitude=None, answers={"whose": "water", "gone": "x"})
    CategoryVersion.objects.filter(pk=case.version_id).update(
        questions=[{"key": "whose", "zh": "谁的？", "en": "Whose?", "kind": "choice", "choices": []},
                   {"key": "hurt", "zh": "有人受伤？", "en": "Hurt?", "kind": "yesno"}]
    )  # fmt: skip
    client = client_of(actor(Role.COMMUNITY_WORKER))
    page = client.get(f"/console/cases/{case.number}/")
    assert "没有留姓名和电话" in spoken_text(page)
    assert page.context["answers"] == [("谁的？", "water")]
    assert client.get(f"/console/cases/{case.number}/point.json").status_code == 404
    assert client.post(f"/console/cases/{case.number}/contact/", {"reason": "x"}).status_code == 404


def test_answers_and_exact_position_are_for_those_who_work_on_it(story: Story) -> None:
    Case.objects.filter(pk=story.case.pk).update(
        answers={"whose": "water", "hurt": "yes"}, latitude=37.861234, longitude=112.571234
    )
    client = client_of(story.worker)
    assert client.get(address(story)).context["answers"][0][1] == "自来水"
    assert client.get(address(story)).context["answers"][1][1] == "有"
    found = client.get(address(story, "point.json")).json()["features"][0]["geometry"]["coordinates"]
    assert found == [112.571234, 37.861234]


def test_markup_is_shown_as_written(story: Story) -> None:
    evil = "<script>alert(1)</script>"
    Case.objects.filter(pk=story.case.pk).update(words=evil, address=evil, public_words=evil)
    story.do(Action.NOTE, story.worker, Given(words=evil))
    text = client_of(story.worker).get(address(story)).content.decode()
    assert evil not in text
    assert text.count("&lt;script&gt;alert(1)") >= 4


def test_pages_speak_one_language(story: Story) -> None:
    names = [story.unit.name, "3号楼前", "李", "已更换井盖", "现场看过", "很快"]
    names += [str(each.person) for each in (story.worker, story.grid, story.handler, story.resident)]
    for last in (
        None,
        Action.FILE,
        Action.DISPATCH,
        Action.ACCEPT,
        Action.HAND_IN,
        Action.PASS,
        Action.CLOSE,
        Action.RATE,
    ):
        if last:
            story.do(last)
        words = (mask_words(story.case.words), story.case.public_words)
        for who in (story.worker, story.street):
            assert_english(client_of(who, ENGLISH).get(address(story)), *words, *names)
            assert_chinese(client_of(who).get(address(story)))


def test_query_counts_do_not_grow(story: Story) -> None:
    story.until(Action.ACCEPT)
    client = client_of(story.worker)
    few = queries_of(client, address(story))
    for number in range(8):
        story.do(Action.NOTE, story.worker, Given(words=f"第 {number} 句"))
    assert queries_of(client, address(story)) == few <= 28


# Taking in a report for somebody


def take_in(who: Any, client: Any = None, **fields: Any) -> Any:
    given = {
        "nonce": "c" * 32, "category_code": "0105", "words": "井盖响", "place_path": COMMUNITY,
        "contact_name": "张奶奶", "contact_phone": "13812345678", "manner": "phone",
    } | fields  # fmt: skip
    return (client or client_of(who)).post("/console/cases/new/", given)


def test_the_switch_of_language_keeps_what_was_typed_without_a_script(version: CategoryVersion) -> None:
    """As on the phone: the form goes along with the switch, nothing is sent, and no case comes of it."""
    client = client_of(actor(Role.COMMUNITY_WORKER))
    blank = client.get("/console/cases/new/").content.decode()
    assert 'form="report-form"' in blank
    assert "/console/cases/new/?again=1&amp;language=en" in blank
    typed = {"words": "井盖松动", "contact_name": "李奶奶", "category_code": version.category_id}
    again = client.post("/console/cases/new/?again=1&language=en", typed)
    page = again.content.decode()
    assert again.status_code == 200
    assert 'lang="en"' in page.split(">")[1]
    assert "井盖松动" in page
    assert 'value="李奶奶"' in page
    assert not Case.objects.exists()


def test_worker_takes_in_a_report_with_consent_and_prints_the_slip(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    client = client_of(worker)
    answer = take_in(worker, client)
    case = Case.objects.get()
    assert answer.url == f"/console/cases/{case.number}/slip/"
    assert case.consent.helper_id == worker.pk
    assert case.consent.manner == "phone"
    assert case.reporter is None
    slip = client.get(answer.url)
    assert "/t/" in slip.context["link"]
    assert client.get(f"/cases/{case.number}/code.svg").status_code == 200
    token = slip.context["link"].rstrip("/").rsplit("/", 1)[1]
    assert client_of().get(f"/t/{token}/").url == f"/cases/{case.number}/"


def test_taking_in_does_not_make_the_worker_the_reporter(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    client = client_of(worker)
    take_in(worker, client)
    number = Case.objects.get().number
    assert client.get(f"/cases/{number}/").url == f"/console/cases/{number}/"
    assert client.get("/mine/").context["page"].rows == []


def test_taking_in_twice_is_one_case_and_one_consent(version: CategoryVersion) -> None:
    worker = actor(Role.COMMUNITY_WORKER)
    first, second = take_in(worker), take_in(worker)
    assert first.url == second.url
    assert (Case.objects.count(), Consent.objects.count()) == (1, 1)


@pytest.mark.parametrize(("fields", "field"), [
    ({"contact_name": ""}, "contact_name"), ({"contact_name": "张" * 60}, "contact_name"),
    ({"manner": "shouted"}, "manner"), ({"category_code": ""}, "category_code"),
    ({"words": ""}, "words"), ({"place_path": "1"}, "place_path"),
])  # fmt: skip
def test_what_is_missing_leaves_nothing_behind(
    version: CategoryVersion, fields: dict[str, str], field: str
) -> None:
    answer = take_in(actor(Role.COMMUNITY_WORKER), **fields)
    assert answer.status_code == 422
    assert field in [each.field for each in answer.context["sheet"].faults]
    assert (Case.objects.count(), Consent.objects.count()) == (0, 0)


def test_choosing_a_category_shows_its_questions_and_keeps_the_rest(version: CategoryVersion) -> None:
    page = take_in(actor(Role.COMMUNITY_WORKER), step="category", words="写了一半")
    assert page.status_code == 200
    assert "井盖上写的是什么字" in spoken_text(page)
    assert "写了一半</textarea>" in page.content.decode()
    assert not Case.objects.exists()


def test_own_community_is_chosen_already(version: CategoryVersion) -> None:
    one = client_of(actor(Role.COMMUNITY_WORKER)).get("/console/cases/new/")
    many = client_of(actor(Role.STREET_OFFICER, "140106004")).get("/console/cases/new/?category=0105")
    assert one.context["sheet"].get("place_path") == COMMUNITY
    assert many.context["sheet"].get("place_path") == ""


def test_units_take_in_no_reports(story: Story) -> None:
    assert client_of(story.handler).get("/console/cases/new/").status_code == 403


# The rules' living pages


def test_lifecycle_is_drawn_from_the_table(community: Any) -> None:
    page = client_of(actor(Role.IT_STAFF, "140106")).get("/console/cases/lifecycle/")
    text = spoken_text(page)
    assert len(page.context["table"]) == len(TRANSITIONS)
    assert all(str(each.action.label) in text for each in TRANSITIONS)
    assert all(str(because) in text for row in page.context["table"] for because in row["rules"])


def test_categories_and_their_versions(version: CategoryVersion) -> None:
    client = client_of(actor(Role.COMMUNITY_WORKER))
    assert "井盖松动" in spoken_text(client.get("/console/cases/categories/"))
    page = client.get("/console/cases/categories/0105/")
    assert str(page.context["may_publish"].because) in spoken_text(page)
    assert '<form class="stack"' not in page.content.decode()
    assert client.get("/console/cases/categories/none/").status_code == 404


def promise(**fields: Any) -> dict[str, Any]:
    return {
        "seen": "1", "name": "井盖松动", "name_en": "Loose manhole cover", "plain_words": "井盖响",
        "function": "municipal", "filing_hours": "4", "dispatch_hours": "4", "handle_amount": "1",
        "handle_unit": "working_days", "verify_hours": "7", "proof": "after", "reopen_days": "15",
    } | fields  # fmt: skip


def publish(who: Any, **fields: Any) -> Any:
    return client_of(who).post("/console/cases/categories/0105/", promise(**fields))


def test_district_publishes_a_new_promise_and_old_cases_keep_theirs(story: Story) -> None:
    assert publish(story.district).status_code == 302
    old, new = CategoryVersion.objects.order_by("version")
    assert (old.valid_until, new.version, new.valid_until) == (today(), 2, None)
    assert new.questions == old.questions
    assert new.handle_amount == 1
    story.case.refresh_from_db()
    assert story.case.version == old
    entry = Entry.objects.get(action="cases.publish_version")
    assert entry.payload["before"]["handle_amount"] == 2
    assert "承诺" in spoken_text(client_of(story.district).get("/console/cases/categories/0105/"))


def test_publishing_from_an_old_page_keeps_what_was_typed(story: Story) -> None:
    publish(story.district)
    answer = publish(story.district, name="新名字")
    assert answer.status_code == 409
    assert 'value="新名字"' in answer.content.decode()


def test_publishing_nothing_new_is_said(story: Story) -> None:
    CategoryVersion.objects.update(plain_words="井盖响", handle_amount=1)
    assert publish(story.district).status_code == 409


@pytest.mark.parametrize(("fields", "field"), [
    ({"handle_amount": "0"}, "handle_amount"), ({"handle_amount": "1e9"}, "handle_amount"),
    ({"reopen_days": "400"}, "reopen_days"),
    ({"function": "magic"}, "function"), ({"name": ""}, "name"), ({"name_en": "x" * 90}, "name_en"),
])  # fmt: skip
def test_promises_that_make_no_sense(story: Story, fields: dict[str, str], field: str) -> None:
    answer = publish(story.district, **fields)
    assert answer.status_code == 422
    assert [each.field for each in answer.context["sheet"].faults] == [field]


def test_others_publish_nothing(story: Story) -> None:
    assert publish(story.worker).status_code == 403
    assert CategoryVersion.objects.count() == 1


def test_publishing_where_there_is_nothing(story: Story) -> None:
    assert client_of(story.district).post("/console/cases/categories/none/", promise()).status_code == 404
    with pytest.raises(Missing):
        publish_version("none", draft_of_version(Sheet(values=promise())), seen=1, by=story.district)


def test_rules_pages_speak_one_language(version: CategoryVersion) -> None:
    CategoryVersionFactory(
        category=CategoryFactory(code="0108"), name="x", name_en="Lamp", is_urgent=True, is_private=True
    )
    who = actor(Role.DISTRICT_OFFICER, "140106")
    for path in (*RULES, "new/?category=0105"):
        page = f"/console/cases/{path}"
        assert_english(client_of(who, ENGLISH).get(page), "井盖响", "井盖翘了", "井盖松动")
        assert_chinese(client_of(who).get(page), "Loose", "manhole", "cover")


def test_rules_pages_take_few_queries(version: CategoryVersion) -> None:
    client = client_of(actor(Role.DISTRICT_OFFICER, "140106"))
    counts = [
        queries_of(client, f"/console/cases/{path}")
        for path in ("lifecycle/", "categories/", "categories/0105/", "new/")
    ]
    for number in range(10):
        CategoryVersionFactory(category=CategoryFactory(code=f"03{number:02}"), name=f"类别{number}")
    after = [
        queries_of(client, f"/console/cases/{path}")
        for path in ("lifecycle/", "categories/", "categories/0105/", "new/")
    ]
    assert counts == after
    assert max(after) <= 15


def test_nonce_of_each_form_differs(story: Story) -> None:
    page = client_of(story.worker).get(address(story, "?do=reject"))
    assert nonce_in(page)
    forms = page.content.decode().split('name="nonce" value="')[1:]
    nonces = [each.split('"')[0] for each in forms]
    assert len(nonces) == len(set(nonces)) == 3


def test_only_the_form_that_moves_the_case_on_is_drawn_until_another_is_opened(story: Story) -> None:
    """Without scripts by the page itself; with them by its piece alone, in which the name that was pressed stands."""
    client = client_of(story.worker)
    closed = client.get(address(story)).content.decode()
    assert f'action="{address(story, "file/")}"' in closed
    assert 'href="?do=reject#act-reject"' in closed
    assert f'action="{address(story, "reject/")}"' not in closed
    assert f'action="{address(story, "note/")}"' in closed.split('id="act-note">')[1], "at hand, and closed"
    opened = client.get(address(story, "?do=reject")).content.decode()
    assert f'action="{address(story, "reject/")}"' in opened
    assert 'id="act-reject" open' in opened
    piece = client.get(address(story, "?do=reject"), headers={"HX-Request": "true"})
    text = piece.content.decode()
    assert f'action="{address(story, "reject/")}"' in text
    assert 'id="open-reject"' in text
    assert "<html" not in text
    for gone in ("close", "nonsense"):
        again = client.get(address(story, f"?do={gone}"), headers={"HX-Request": "true"})
        assert again.headers["HX-Refresh"] == "true"
        assert client.get(address(story, f"?do={gone}")).status_code == 200
    stranger = client_of(actor(Role.COMMUNITY_WORKER, OTHER))
    assert stranger.get(address(story, "?do=reject"), headers={"HX-Request": "true"}).status_code == 404


def test_the_catalogue_is_there_to_choose_from_with_what_was_chosen(story: Story) -> None:
    code = CategoryVersionFactory(category=CategoryFactory(code="0108"), name="<另一类>").category_id
    chosen = f'<option value="{story.case.version.category_id}" selected>'
    page = client_of(story.worker).get(address(story)).content.decode()
    assert chosen in page
    assert "&lt;另一类&gt;" in page
    answer = send(story, story.worker, "file", category_code=code, revision="0").content.decode()
    assert f'<option value="{code}" selected>' in answer
    assert chosen not in answer


def test_what_was_written_for_what_is_no_longer_possible_is_shown_to_copy(story: Story) -> None:
    story.until(Action.FILE)
    answer = send(story, story.worker, "file", category_code="0105", words="请先看看井盖")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "请先看看井盖</blockquote>" in text
    assert f'href="/console/cases/{story.case.number}/"' in text
