"""The report form once more: nothing typed is lost, and what was sent is sent once."""

from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.evidence.models import Photo
from jiayuan.services.cases.models import Case, CategoryVersion
from tests.factories import CategoryFactory, CategoryVersionFactory
from tests.services.cases.pages import client_of, nonce_in, picture, spoken_text
from tests.services.cases.story import actor

from .test_report import form

pytestmark = pytest.mark.django_db
TYPED = {
    "words": "井盖松动，" + "踩上去会响。" * 60,
    "address": "新建路 12 号",
    "contact_name": "李奶奶",
    "contact_phone": "13812345678",
    "answer_whose": "water",
}


@pytest.fixture
def blank(version: CategoryVersion) -> tuple[Client, Any]:
    client = client_of()
    return client, client.get("/report/?category=0105", follow=True)


def test_a_blank_form_has_an_address_of_its_own(blank: tuple[Client, Any]) -> None:
    client, page = blank
    address = page.redirect_chain[-1][0]
    assert "category=0105" in address
    assert nonce_in(client.get(address)) == nonce_in(page)
    assert nonce_in(client.get("/report/?category=0105", follow=True)) != nonce_in(page)


def test_whoever_hands_out_an_address_does_not_know_the_nonce(blank: tuple[Client, Any]) -> None:
    """The token by which a case is followed comes from the nonce."""
    _client, page = blank
    stranger = client_of()
    assert nonce_in(stranger.get(page.redirect_chain[-1][0])) != nonce_in(page)


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_back_and_sent_again_is_one_case(version: CategoryVersion, is_signed_in: bool) -> None:
    client = client_of(actor() if is_signed_in else None)
    page = client.get("/report/?category=0105", follow=True)
    address = page.redirect_chain[-1][0]
    client.post("/report/", form(nonce=nonce_in(page), **TYPED))
    number = Case.objects.get().number
    again = client.get(address)
    assert number in spoken_text(again)
    assert f'href="/cases/{number}/"' in again.content.decode()
    answer = client.post("/report/", form(nonce=nonce_in(again), **TYPED), follow=True)
    assert Case.objects.count() == 1
    assert "已经提交过了" in spoken_text(answer)
    assert number in spoken_text(answer)


def test_what_is_written_after_back_is_asked_about_and_can_be_sent(blank: tuple[Client, Any]) -> None:
    client, page = blank
    client.post("/report/", form(nonce=nonce_in(page), **TYPED))
    number = Case.objects.get().number
    sent = form(nonce=nonce_in(page), **TYPED | {"words": "另一处井盖也响"}, photo=[picture()])
    asked = client.post("/report/", sent)
    assert asked.status_code == 409
    assert number in spoken_text(asked)
    assert "另一处井盖也响" in asked.content.decode()
    assert f'value="{Photo.objects.get().pk}" checked' in asked.content.decode()
    answer = client.post("/report/", form(nonce=nonce_in(asked), words="另一处井盖也响", is_other="1"))
    assert Case.objects.count() == 2
    assert number not in answer.url


@pytest.mark.parametrize("pressed", ["language=en", "care=1"])
def test_another_language_or_larger_type_keeps_the_form(blank: tuple[Client, Any], pressed: str) -> None:
    client, page = blank
    text = page.content.decode()
    assert f'form="report-form" formaction="/report/?again=1&amp;{pressed}"' in text
    drawn = client.post(f"/report/?again=1&{pressed}", form(nonce=nonce_in(page), **TYPED, photo=[picture()]))
    assert drawn.status_code == 200
    assert drawn.context["sheet"].values.items() >= TYPED.items()
    assert nonce_in(drawn) == nonce_in(page)
    assert f'value="{Photo.objects.get().pk}" checked' in drawn.content.decode()
    assert not Case.objects.exists()
    name, value = pressed.split("=")
    assert client.cookies["jiayuan_prefs"].value == ("en.0.auto" if name == "language" else "zh.1.auto")
    assert ("What is wrong?" in spoken_text(drawn)) == (name == "language")
    assert value in drawn.content.decode()


def test_the_choice_is_kept_on_the_person(version: CategoryVersion) -> None:
    someone = actor()
    client_of(someone).post("/report/?again=1&language=en", form())
    someone.person.refresh_from_db()
    assert someone.person.language == "en"


def test_a_form_that_comes_back_keeps_its_words_in_another_language(blank: tuple[Client, Any]) -> None:
    client, _page = blank
    refused = client.post("/report/", form(**TYPED, place_path=""))
    assert refused.status_code == 422
    assert 'formaction="/report/?again=1&amp;language=en"' in refused.content.decode()


@pytest.fixture
def gone(version: CategoryVersion) -> CategoryVersion:
    """A category that is withdrawn while somebody fills in its form; another stands."""
    other = CategoryVersionFactory(category=CategoryFactory(code="0106"), name="路灯不亮")
    version.questions = [
        *version.questions,
        {"key": "since", "zh": "多久了？", "en": "Since when?", "kind": "text"},
    ]
    version.valid_until = version.valid_from
    version.save()
    return other


def test_a_category_that_goes_meanwhile_takes_nothing_along(gone: CategoryVersion) -> None:
    client = client_of()
    sent = form(**TYPED, answer_since="上周三起", photo=[picture(), picture()])
    chooser = client.post("/report/", sent)
    assert chooser.status_code == 422
    assert "2 张照片都还在" in spoken_text(chooser)
    kept = dict(chooser.context["kept"].carried)
    photos = [value for name, value in chooser.context["kept"].carried if name == "photo_ids"]
    for name, value in chooser.context["kept"].carried:
        assert f'type="hidden" name="{name}"' in chooser.content.decode(), value
    found = client.post("/report/?again=1", kept | {"photo_ids": photos, "q": "路灯"})
    assert found.status_code == 200
    assert "路灯不亮" in spoken_text(found)
    drawn = client.post("/report/?again=1", kept | {"photo_ids": photos, "category_code": "0106"})
    sheet = drawn.context["sheet"]
    assert sheet.get("words") == TYPED["words"] + "\n多久了？ 上周三起"
    assert [sheet.get(each) for each in ("address", "contact_name", "contact_phone")] == [
        TYPED["address"], TYPED["contact_name"], TYPED["contact_phone"],
    ]  # fmt: skip
    assert [str(each) for each in sheet.photo_ids] == photos
    assert len(photos) == Photo.objects.count()
    client.post("/report/", sheet.values | {"photo_ids": photos, "nonce": sheet.nonce})
    case = Case.objects.get()
    assert case.version == gone
    assert case.photos.count() == len(photos)


def test_another_category_can_be_chosen_with_all_that_was_entered(blank: tuple[Client, Any]) -> None:
    client, page = blank
    chooser = client.post("/report/?again=1", form(nonce=nonce_in(page), **TYPED) | {"category_code": ""})
    assert chooser.status_code == 200
    assert dict(chooser.context["kept"].carried)["words"] == TYPED["words"]
    assert 'name="category_code" value="0105"' in chooser.content.decode()


def test_a_form_that_comes_back_lets_go_of_a_photo_that_is_gone(blank: tuple[Client, Any]) -> None:
    """Else it would be refused for ever, whatever else is put right."""
    client, page = blank
    nonce = nonce_in(page)
    refused = client.post("/report/", form(nonce=nonce, **TYPED, place_path="", photo=[picture(), picture()]))
    one, gone = refused.context["sheet"].photo_ids
    Photo.objects.filter(pk=gone).delete()
    again = client.post("/report/", form(nonce=nonce, **TYPED, photo_ids=[str(one), str(gone)]))
    assert again.status_code == 422
    assert again.context["sheet"].photo_ids == [one]
    sent = client.post("/report/", form(nonce=nonce, **TYPED, photo_ids=[str(one)]))
    assert sent.status_code == 302
    assert [each.photo_id for each in Case.objects.get().photos.all()] == [one]
