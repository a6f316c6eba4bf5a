"""A case on the phone: its reporter, everybody else, the slip, and what the reporter can do."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.domain.personal_data import erase_notices, export_notices
from jiayuan.foundation.notify.models import Delivery, Notice
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.queries.progress import steps_of
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, Joining
from jiayuan.services.voice.models import Rating
from tests.factories import CaseFactory, PersonFactory
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    picture,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db


def address(story: Story, rest: str = "") -> str:
    return f"/cases/{story.case.number}/{rest}"


def send(client: Client, story: Story, action: str, **fields: Any) -> Any:
    story.case.refresh_from_db()
    given = {"revision": story.case.revision, "nonce": f"{action:0<20}"} | fields
    return client.post(address(story, f"{action}/"), given)


def test_slip_leads_to_the_case_and_the_token_leaves_the_address(story: Story) -> None:
    client = client_of()
    answer = client.get(f"/t/{story.token}/")
    assert answer.url == address(story)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert story.token in client.session["case_tokens"]
    assert client.get(address(story)).templates[0].name == "cases/phone/own.html"


def test_session_keeps_fifty_tokens(story: Story) -> None:
    client = client_of()
    session = client.session
    session["case_tokens"] = [f"old{number}" for number in range(50)]
    session.save()
    client.get(f"/t/{story.token}/")
    kept = client.session["case_tokens"]
    assert len(kept) == 50
    assert kept[-1] == story.token
    assert "old0" not in kept


def test_wrong_token_says_what_to_do(story: Story) -> None:
    answer = client_of().get("/t/nonsense/")
    assert answer.status_code == 404
    assert "拿着回执上的编号到社区询问" in answer.content.decode()


def test_guessing_tokens_is_stopped(story: Story) -> None:
    client = client_of()
    codes = [client.get(f"/t/guess{number}/").status_code for number in range(61)]
    assert codes == [404] * 60 + [429]


def test_strangers_learn_nothing_of_a_case_that_is_not_public(story: Story) -> None:
    hidden, unknown = client_of().get(address(story)), client_of().get("/cases/9999999-8/")
    assert hidden.status_code == unknown.status_code == 404
    assert spoken_text(hidden) == spoken_text(unknown)


@pytest.mark.parametrize(
    "number", ["0000001-1", "x", "99999999999999999999", "１２３", "9223372036854775808-5"]
)
def test_numbers_that_are_none(story: Story, number: str) -> None:
    assert client_of().get(f"/cases/{number}/").status_code == 404


def test_public_page_shows_only_what_is_public(story: Story) -> None:
    story.until(Action.FILE)
    Case.objects.filter(pk=story.case.pk).update(
        public_words="井盖松动", latitude=37.861234, longitude=112.571234
    )
    page = client_of().get(address(story))
    text = page.content.decode()
    assert page.templates[0].name == "cases/phone/public.html"
    for private in ("13812345678", "李奶奶", "3号楼前", "37.861234", "112.571234", story.token):
        assert private not in text
    assert "井盖松动" in text
    point = client_of().get(address(story, "point.json")).json()["features"][0]["geometry"]["coordinates"]
    assert point != [112.571234, 37.861234]


def test_point_of_a_hidden_case_is_not_there(story: Story) -> None:
    assert client_of().get(address(story, "point.json")).status_code == 404


def test_only_photos_that_may_be_public_are_shown(story: Story) -> None:
    story.until(Action.PASS)
    photo = story.case.photos.get()
    assert str(photo.photo_id) not in client_of().get(address(story)).content.decode()
    story.do(Action.CLOSE, story.worker, Given(is_public=True))
    assert str(photo.photo_id) in client_of().get(address(story)).content.decode()


def test_staff_are_led_to_the_console_or_offered_it(story: Story) -> None:
    worker = client_of(story.worker)
    assert worker.get(address(story)).url == f"/console/cases/{story.case.number}/"
    story.until(Action.FILE)
    assert f"/console/cases/{story.case.number}/" in worker.get(address(story)).content.decode()


def test_reporter_sees_where_it_stands_and_why_then(story: Story) -> None:
    story.until(Action.ACCEPT)
    page = client_of(story.resident).get(address(story))
    text = spoken_text(page)
    assert "办理中" in text
    assert "起算" in text
    assert "接单" in text
    assert str(story.handler.person) not in text


def test_steps_follow_the_state(story: Story) -> None:
    def now() -> list[tuple[bool, bool]]:
        return [(each.is_done, each.is_now) for each in steps_of(story.case)]

    assert now() == [(False, True)] + [(False, False)] * 4
    story.until(Action.DISPATCH)
    assert now()[2] == (False, True)
    story.do(Action.ACCEPT)
    story.do(Action.HAND_IN)
    story.do(Action.PASS)
    story.do(Action.CLOSE)
    assert now() == [(True, False)] * 5
    moments = [each.at for each in steps_of(story.case)]
    assert all(moments)
    assert moments == sorted(moments)


def test_rejected_says_so_and_shows_the_reason(story: Story) -> None:
    story.do(Action.REJECT, story.worker, Given(words="不在本社区范围"))
    text = spoken_text(client_of(story.resident).get(address(story)))
    assert "不在本社区范围" in text
    assert "没有受理" in text


def test_reporter_rates_once(story: Story) -> None:
    story.until(Action.CLOSE)
    client = client_of()
    client.get(f"/t/{story.token}/")
    assert 'name="score"' in client.get(address(story)).content.decode()
    assert send(client, story, "rate", score="4", words="不错").url == address(story)
    assert Rating.objects.get().score == 4
    again = send(client, story, "rate", score="1", nonce="another-nonce-of-20-x")
    assert again.status_code == 403
    assert Rating.objects.get().score == 4
    assert 'name="score"' not in client.get(address(story)).content.decode()


def test_rating_without_stars_keeps_the_words(story: Story) -> None:
    story.until(Action.CLOSE)
    answer = send(client_of(story.resident), story, "rate", words="修得很快")
    assert answer.status_code == 422
    assert "修得很快" in answer.content.decode()
    assert 'href="#id_score"' in answer.content.decode()


def test_reporter_reopens_with_words_and_photo(story: Story) -> None:
    story.until(Action.CLOSE)
    client = client_of(story.resident)
    refused = send(client, story, "reopen", words="", photo=[picture()])
    assert refused.status_code == 422
    assert 'href="#id_reopenwords"' in refused.content.decode()
    sent = refused.context["sheet"].photo_ids
    assert (
        send(client, story, "reopen", words="又松了", photo_ids=[str(each) for each in sent]).status_code
        == 302
    )
    story.case.refresh_from_db()
    assert (story.case.state, story.case.round) == (State.FILED, 2)
    assert story.case.photos.filter(round=2).exists()


def test_reporter_adds_a_note_and_a_double_tap_adds_one(story: Story) -> None:
    client = client_of(story.resident)
    revision = story.case.revision
    for _ in range(2):
        assert (
            client.post(
                address(story, "note/"), {"words": "今早更响了", "revision": revision, "nonce": "n" * 20}
            ).status_code
            == 302
        )
    assert spoken_text(client.get(address(story))).count("今早更响了") == 1


def test_a_note_of_the_desk_is_read_by_the_reporter_and_not_by_the_public(story: Story) -> None:
    story.until(Action.FILE)
    story.do(Action.NOTE, story.worker, Given(words="师傅明早九点上门，请留人"))
    assert "师傅明早九点上门" in spoken_text(client_of(story.resident).get(address(story)))
    client = client_of()
    client.get(f"/t/{story.token}/")
    assert "师傅明早九点上门" in spoken_text(client.get(address(story)))
    assert "师傅明早九点上门" not in spoken_text(client_of(actor()).get(address(story)))


def test_stale_form_comes_back_with_its_words(story: Story) -> None:
    client = client_of(story.resident)
    story.until(Action.CLOSE)
    form = {"words": "补充一句", "revision": story.case.revision - 1, "nonce": "s" * 20}
    answer = client.post(address(story, "reopen/"), form)
    assert answer.status_code == 409
    assert "补充一句" in answer.content.decode()
    assert "事项现在是" in spoken_text(answer)


def test_a_note_from_an_older_page_is_taken_in(story: Story) -> None:
    """It changes nothing that somebody else decided meanwhile."""
    client, revision = client_of(story.resident), story.case.revision
    story.until(Action.FILE)
    form = {"words": "补充一句", "revision": revision, "nonce": "s" * 20}
    assert client.post(address(story, "note/"), form).status_code == 302
    assert Entry.objects.get(action="cases.note").payload["after"]["words"] == "补充一句"


@pytest.mark.parametrize("action", ["file", "close", "nonsense"])
def test_reporters_do_only_what_is_theirs(story: Story, action: str) -> None:
    assert send(client_of(story.resident), story, action).status_code == 404


def test_strangers_do_nothing(story: Story) -> None:
    assert send(client_of(actor()), story, "note", words="x").status_code == 404


def test_what_is_no_photo_keeps_the_note(story: Story) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("a.jpg", b"", "image/jpeg")
    answer = send(client_of(story.resident), story, "note", words="看这里", photo=[bad])
    assert answer.status_code == 422
    assert "看这里" in answer.content.decode()


def test_claiming_by_token(story: Story) -> None:
    Case.objects.filter(pk=story.case.pk).update(reporter=None)
    newcomer = actor()
    client = client_of(newcomer)
    assert client.post(address(story, "claim/")).status_code == 404
    client.get(f"/t/{story.token}/")
    assert "归到我的账号" in client.get(address(story)).content.decode()
    for _ in range(2):
        assert client.post(address(story, "claim/")).url == address(story)
    story.case.refresh_from_db()
    assert story.case.reporter_id == newcomer.pk
    assert client_of(newcomer).get(address(story)).status_code == 200


def test_visitor_is_led_to_sign_in_to_claim(story: Story) -> None:
    Case.objects.filter(pk=story.case.pk).update(reporter=None)
    client = client_of()
    client.get(f"/t/{story.token}/")
    assert f"/sign-in/?next={address(story)}" in client.get(address(story)).content.decode()
    assert client.post(address(story, "claim/")).url.startswith("/sign-in/")


def test_slip_without_token_leads_to_the_case_page(story: Story) -> None:
    page = client_of(story.resident).get(address(story, "slip/"))
    assert page.context["link"].endswith(address(story))


def test_pages_speak_one_language(story: Story) -> None:
    names = ("Loose manhole cover",)
    words = (
        "3号楼前井盖松动，电话 13812345678",
        "3号楼前井盖松动，电话",
        "3号楼前",
        "已更换井盖",
        "现场看过",
        "很快",
        story.unit.name,
    )
    for last in (None, Action.FILE, Action.ACCEPT, Action.PASS, Action.CLOSE, Action.RATE):
        if last:
            story.do(last) if last != Action.ACCEPT else (story.do(Action.DISPATCH), story.do(Action.ACCEPT))
        if last == Action.ACCEPT:
            story.do(Action.HAND_IN)
        for client in (client_of(story.resident, ENGLISH), client_of(None, ENGLISH)):
            page = client.get(address(story))
            if page.status_code == 200:
                assert_english(page, *words, *names)
        assert_chinese(client_of(story.resident).get(address(story)), "EN")


def test_query_counts_do_not_grow(story: Story) -> None:
    reporter, visitor, page = client_of(story.resident), client_of(), address(story)
    story.until(Action.CLOSE)
    own, public = queries_of(reporter, page), queries_of(visitor, page)
    story.do(Action.REOPEN, story.resident, Given(words="又松了", photo_ids=[story.photo(story.resident)]))
    for number in range(5):
        story.do(Action.NOTE, story.worker, Given(words=f"第 {number} 句"))
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    assert queries_of(reporter, page) == own <= 26
    assert queries_of(visitor, page) == public <= 20


def test_case_without_position_has_no_map(community: Any) -> None:
    case = CaseFactory(state=State.FILED, latitude=None, longitude=None)
    page = client_of().get(f"/cases/{case.number}/")
    assert "data-map" not in page.content.decode()


def test_units_are_called_by_their_english_name_where_english_is_read(story: Story) -> None:
    """The ledger keeps the Chinese name of the day; one that has no English is marked as Chinese."""
    story.unit.name, story.unit.name_en = "区市政养护队", "District works"
    story.unit.save()
    story.until(Action.HAND_IN)
    english, chinese = client_of(story.resident, language=ENGLISH), client_of(story.resident)
    page = english.get(address(story)).content.decode()
    assert "District works" in page
    assert "区市政养护队" not in page
    assert "区市政养护队" in spoken_text(chinese.get(address(story)))
    story.unit.name_en = ""
    story.unit.save()
    assert '<span lang="zh-Hans">区市政养护队</span>' in english.get(address(story)).content.decode()


def test_the_link_of_a_text_message_opens_the_case_for_whoever_has_the_number() -> None:
    """In another browser: the code sent to the number is asked for, then it is theirs, to rate as well."""
    story = Story(resident=Actor()).until(Action.CLOSE)
    delivery = Delivery.objects.filter(address="+8613812345678", notice__kind="cases.closed").get()
    link = registers.notices["cases.closed"].link(delivery.notice)
    assert link == f"{address(story)}?number=1"
    asked = client_of().get(link)
    assert asked.url == f"/sign-in/?{urlencode({'next': address(story)})}"
    assert client_of().get("/cases/20990101-1/?number=1").url.startswith("/sign-in/")
    stranger, owner = client_of(actor()), actor()
    Person.objects.filter(pk=owner.pk).update(phone="+8613812345678")
    owner = Actor(person=Person.objects.get(pk=owner.pk))
    Case.objects.update(is_public=False)
    assert stranger.get(address(story)).status_code == 404
    assert stranger.post(address(story, "claim/")).status_code == 404
    assert "用您的号码" not in spoken_text(stranger.get("/mine/"))
    client = client_of(owner)
    assert "用您的号码反映或加入的事" in spoken_text(client.get("/mine/"))
    page = client.get(address(story))
    assert "井盖松动" not in spoken_text(page)
    assert_chinese(page, story.case.place.name, "community", "Loose manhole cover")
    assert_english(client_of(owner, ENGLISH).get(address(story)), story.case.place.name)
    for _ in range(2):
        assert client.post(address(story, "claim/")).url == address(story)
    story.case.refresh_from_db()
    assert story.case.reporter_id == owner.pk
    assert client.get(address(story)).context["rate"]
    assert client.get("/mine/").context["waiting"] == ()
    assert client_of().get(f"/t/{story.token}/").status_code == 404


def test_who_joined_with_a_number_finds_it_again_with_that_number() -> None:
    story = Story().until(Action.FILE)
    join_case(story.case.pk, JoinDraft(phone="13900001111", words="我家也是"), by=Actor())
    neighbour = PersonFactory(phone="+8613900001111")
    client = client_of(Actor(person=neighbour))
    assert "您用这个号码加入过这件事" in spoken_text(client.get(address(story)))
    assert client.post(address(story, "claim/")).url == address(story)
    assert "我家也是" in spoken_text(client.get(address(story)))
    joining = Joining.objects.get()
    assert (joining.person, joining.phone) == (neighbour, "")


def test_a_number_that_nobody_proved_opens_nothing() -> None:
    """Somebody with a password, entered with another's number: neither the page, nor the list, nor what is kept of
    them knows of what was left with it, and nothing of it is forgotten with them."""
    story = Story(resident=Actor()).until(Action.CLOSE)
    person = PersonFactory(phone="+8613812345678", phone_proven_at=None, username="wang")
    client = client_of(Actor(person=person))
    Case.objects.update(is_public=False)
    assert client.get(address(story)).status_code == 404
    assert client.post(address(story, "claim/")).status_code == 404
    assert story.case.number not in client.get("/mine/").content.decode()
    assert export_notices(person)["notices"] == []
    told = Notice.objects.filter(person=None, phone=person.phone).count()
    erase_notices(person)
    assert Notice.objects.filter(person=None, phone=person.phone).count() == told > 0
    Person.objects.filter(pk=person.pk).update(phone_proven_at=clock.now())
    client = client_of(Actor(person=Person.objects.get(pk=person.pk)))
    assert story.case.number in client.get("/mine/").content.decode()
    assert client.post(address(story, "claim/")).url == address(story)
