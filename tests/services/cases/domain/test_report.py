"""Reporting: what is taken in, what is refused, and in which words."""

from uuid import uuid4

import pytest
from hypothesis import given as given_
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.text import clean
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.claim import claim_case
from jiayuan.services.cases.domain.given import ReportDraft
from jiayuan.services.cases.domain.redact import redact
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.models import Case, CategoryVersion, Contact
from jiayuan.services.cases.numbers import key_of, number_of
from tests.factories import CategoryVersionFactory, PhotoFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, Story, actor

VISITOR = Actor()


@pytest.fixture
def version(db: None) -> CategoryVersion:
    PlaceFactory(path=COMMUNITY)
    return CategoryVersionFactory()


def draft(**changes: object) -> ReportDraft:
    return ReportDraft(**{"category_code": "0105", "words": "井盖松动", "place_path": COMMUNITY} | changes)  # type: ignore[arg-type]


def test_a_visitor_reports_and_follows_by_token(version: CategoryVersion) -> None:
    reported = report_case(draft(), by=VISITOR)
    holder = Actor(tokens=frozenset([hash_token(reported.token)]))
    assert reported.case.reporter is None
    assert list(Case.objects.visible_to(holder)) == [reported.case]
    assert not Case.objects.visible_to(VISITOR).exists()
    assert reported.token not in str(Case.objects.filter(pk=reported.case.pk).values())


def test_sent_twice_is_one_case_and_the_same_token(version: CategoryVersion) -> None:
    nonce = uuid4().hex
    first, second = (
        report_case(draft(), by=VISITOR, nonce=nonce),
        report_case(draft(), by=VISITOR, nonce=nonce),
    )
    assert (first.case.pk, first.token, second.is_new) == (second.case.pk, second.token, False)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " \u200b\n"}, "words"),
        ({"words": "长" * 100_000}, "words"),
        ({"category_code": "nope"}, "category_code"),
        ({"place_path": ""}, "place_path"),
        ({"place_path": "140106"}, "place_path"),
        ({"place_path": "999"}, "place_path"),
        ({"contact_phone": "1381234"}, "phone"),
        ({"contact_name": "名" * 41}, "contact_name"),
        ({"address": "址" * 121}, "address"),
        ({"latitude": float("nan"), "longitude": 112.57}, "position"),
        ({"latitude": 112.57, "longitude": 37.86}, "position"),
        ({"latitude": 39.9, "longitude": 116.4}, "position"),
        ({"photo_ids": [uuid4()]}, "photos"),
        ({"photo_ids": [uuid4() for _ in range(7)]}, "photos"),
    ],
)
def test_bad_input_names_its_field_and_leaves_nothing(
    version: CategoryVersion, changes: dict, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        report_case(draft(**changes), by=VISITOR)
    assert refusal.value.field == field
    assert str(refusal.value.message)
    assert str(refusal.value.remedy)
    assert not Case.objects.exists()
    assert not Contact.objects.exists()


def test_words_are_kept_as_typed_but_for_what_is_invisible(version: CategoryVersion) -> None:
    words = "<script>alert(1)</script> 😀 \u202e反的\x00"
    case = report_case(draft(words=words), by=VISITOR).case
    case.refresh_from_db()
    assert case.words == "<script>alert(1)</script> 😀 反的"


def test_questions_are_asked(version: CategoryVersion) -> None:
    version.questions = [
        {"key": "danger", "zh": "危险吗？", "en": "Is it dangerous?", "kind": "yesno", "required": True},
        {
            "key": "size",
            "zh": "多大？",
            "en": "How large?",
            "kind": "choice",
            "choices": [{"key": "s", "zh": "小", "en": "small"}],
        },
        {"key": "more", "zh": "补充", "en": "More", "kind": "text"},
    ]
    version.save()
    with pytest.raises(Invalid) as refusal:
        report_case(draft(), by=VISITOR)
    assert refusal.value.field == "answer_danger"
    with pytest.raises(Invalid) as refusal:
        report_case(draft(answers={"danger": "yes", "size": "xl"}), by=VISITOR)
    assert refusal.value.field == "answer_size"
    case = report_case(
        draft(answers={"danger": "yes", "size": "s", "more": "嗯", "other": "x"}), by=VISITOR
    ).case
    assert case.answers == {"danger": "yes", "size": "s", "more": "嗯"}


def test_photos_join_the_case_once(version: CategoryVersion) -> None:
    photo = PhotoFactory(upload_token=hash_token("secret"))
    reported = report_case(draft(photo_ids=[photo.pk, photo.pk], upload_token="secret"), by=VISITOR)
    assert reported.case.photos.get().photo == photo
    with pytest.raises(Invalid):
        report_case(draft(photo_ids=[photo.pk], upload_token="secret"), by=VISITOR)


def test_claimed_into_an_account(version: CategoryVersion) -> None:
    reported = report_case(draft(), by=VISITOR)
    mine, other = actor(), actor()
    with pytest.raises(Refused):
        claim_case(reported.token, by=VISITOR)
    with pytest.raises(Missing):
        claim_case("guess", by=mine)
    assert claim_case(reported.token, by=mine).reporter == mine.person
    holder = Actor(tokens=frozenset([hash_token(reported.token)]))
    assert not Case.objects.visible_to(holder).exists()
    for again in (mine, other):
        with pytest.raises(Missing) as said:
            claim_case(reported.token, by=again)
        assert "我报的事" in str(said.value.remedy)


def test_claimed_in_the_same_moment(version: CategoryVersion) -> None:
    """Two who looked before either wrote: the second tap of the same person changes nothing, another's is refused."""
    reported = report_case(draft(), by=VISITOR)
    mine, other = actor(), actor()
    claim_case(reported.token, by=mine)
    Case.objects.filter(pk=reported.case.pk).update(token_hash=hash_token(reported.token))
    before = Entry.objects.count()
    assert claim_case(reported.token, by=mine).reporter == mine.person
    assert Entry.objects.count() == before
    with pytest.raises(Conflict):
        claim_case(reported.token, by=other)


@pytest.mark.django_db
def test_public_wording_hides_who() -> None:
    story = Story()
    assert "138" not in story.case.public_words
    assert "13812345678" in story.case.words


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("找王阿姨，13912345678", "王阿姨"),
        ("车牌晋A12345挡路", "晋A12345"),
        ("身份证140106199001011234", "140106199001011234"),
        ("写信 a.b@example.org", "a.b@example.org"),
        ("3单元402室漏水", "402室"),
        ("3号楼2单元501漏水", "501"),
        ("2单元 1802 没有水", "1802"),
        ("3-2-501漏水", "501"),
    ],
)
def test_redaction(words: str, hidden: str) -> None:
    assert hidden not in redact(words)


def test_names_that_are_known_are_taken_out_and_words_are_left() -> None:
    names = ["王小明", "王小明明", "Li", "赵", " ", ""]
    said = redact("王小明明和王小明说路灯 light 坏了，LI说的，赵家巷", names)
    assert said == "＊＊＊和＊＊＊说路灯 light 坏了，＊＊＊说的，赵家巷"


def test_the_public_wording_leaves_out_who_reported_it(version: CategoryVersion) -> None:
    draft = ReportDraft(
        version.category_id, "我是周桂兰，门口井盖坏了", place_path=COMMUNITY, contact_name="周桂兰"
    )
    case = report_case(draft, by=VISITOR).case
    assert (case.words, case.public_words) == ("我是周桂兰，门口井盖坏了", "我是＊＊＊，门口井盖坏了")


@given_(st.text(max_size=400))
def test_redaction_leaves_no_long_number(words: str) -> None:
    import re

    assert not re.search(r"\d{8,}", redact(words))
    assert len(redact(words)) <= 400


@given_(st.text())
def test_cleaning_is_stable(words: str) -> None:
    assert clean(clean(words)) == clean(words)


@given_(st.integers(min_value=1, max_value=10**15))
def test_numbers_come_back_and_slips_are_noticed(key: int) -> None:
    number = number_of(key)
    assert key_of(number) == key_of(number.replace("-", " ")) == key
    wrong = str((int(number[-1]) + 1) % 10)
    assert key_of(number[:-1] + wrong) is None


@pytest.mark.parametrize("number", ["", "abc", "123", "１２３４５６７-8", "9" * 40])
def test_not_a_number(number: str) -> None:
    assert key_of(number) is None
