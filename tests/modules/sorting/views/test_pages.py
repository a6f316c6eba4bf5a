"""Pages of the sorting school, and what the home box says of bins."""

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.district.desk.intents import answer
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.sorting.models import AskedWord, LocalItem
from tests.factories import AskedWordFactory, LocalItemFactory

pytestmark = pytest.mark.django_db
UNKNOWN = "氪核"


def page(client: Client, **asked: str) -> str:
    shown = client.get(reverse("sorting"), asked)
    assert shown.status_code == 200
    return shown.content.decode()


class TestPhone:
    def test_the_bin_its_colour_the_reason_and_what_comes_first(self, client: Client) -> None:
        text = page(client, q="榴莲壳是什么垃圾")
        assert "bin-residual" in text
        assert "其他垃圾" in text
        assert "黑色桶" in text
        assert "质地太硬" in text
        assert "GB/T 19095-2019" in text

    def test_a_question_comes_with_its_answers_as_links(self, client: Client) -> None:
        text = page(client, q="电池")
        assert "a=0" in text
        assert "a=1" in text
        assert "bin-residual" in page(client, q="电池", a="1")

    def test_what_no_bin_takes_whole_is_fetched_from_home(self, client: Client) -> None:
        assert reverse("waste-pickup") in page(client, q="沙发")
        assert reverse("waste-pickup") not in page(client, q="榴莲壳")

    def test_what_no_bin_takes(self, client: Client) -> None:
        text = page(client, q="鞭炮")
        assert "哪个桶都不能投" in text
        assert "110" in text

    def test_without_a_question_it_invites_one(self, client: Client) -> None:
        assert "榴莲壳" in page(client)

    @pytest.mark.parametrize("number", ["x", "-1", "99", "٣", ""])
    def test_a_number_that_is_none_is_passed_over(self, client: Client, number: str) -> None:
        assert "bin-hazardous" in page(client, q="电池", a=number)

    def test_in_english(self, client: Client) -> None:
        client.cookies["jiayuan_prefs"] = "en.0.light"
        text = page(client, q="apple core")
        assert "Kitchen waste" in text
        assert "果" not in text.partition("<main")[2].partition("</main")[0]

    def test_an_unknown_word_goes_to_the_district(self, client: Client) -> None:
        assert "请区里帮忙查一查" in page(client, q=UNKNOWN)
        sent = client.post(reverse("sorting-word"), {"q": UNKNOWN, "nonce": "n" * 20}, follow=True)
        assert "谢谢您" in sent.content.decode()
        assert AskedWord.objects.get().key == UNKNOWN

    def test_a_known_one_does_not(self, client: Client) -> None:
        client.post(reverse("sorting-word"), {"q": "榴莲壳"})
        assert not AskedWord.objects.exists()

    def test_what_the_district_answered_is_shown_with_its_source(self, client: Client) -> None:
        LocalItemFactory(key=UNKNOWN, category="bulky", source="区里的决定")
        text = page(client, q=UNKNOWN)
        assert "bin-bulky" in text
        assert "区里的决定" in text

    def test_the_whole_list_for_a_phone_without_network(self, client: Client) -> None:
        sent = client.get(reverse("sorting-list"))
        data = sent.json()
        assert data["groups"][data["names"]["榴莲壳"]]["category"] == "residual"
        assert len(sent.content) < 400_000

    def test_queries_do_not_depend_on_what_is_asked(
        self, client: Client, django_assert_max_num_queries
    ) -> None:
        with django_assert_max_num_queries(4):
            page(client, q="电池")


class TestConsole:
    @pytest.fixture
    def desk(self, person_with, sign_in) -> Client:
        return sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))

    def test_a_word_is_answered(self, desk: Client) -> None:
        word = AskedWordFactory(key=UNKNOWN, times=3)
        assert UNKNOWN in desk.get(reverse("console-sorting")).content.decode()
        form = {"category": "bulky", "reason": "太大", "source": "区里的决定"}
        done = desk.post(reverse("console-sorting-word", args=[word.pk]), form, follow=True)
        assert "区里的决定" in done.content.decode()
        desk.post(reverse("console-sorting-end", args=[LocalItem.objects.get().pk]))
        assert not LocalItem.objects.standing().exists()

    def test_what_is_asked_most_comes_first(self, desk: Client) -> None:
        for key, times in (("氪核", 2), ("磁悬笔", 5), ("太空泥", 1)):
            AskedWordFactory(key=key, times=times)
        text = desk.get(reverse("console-sorting")).content.decode()
        assert text.index("磁悬笔") < text.index("氪核") < text.index("太空泥")

    def test_what_is_missing_comes_back_with_what_was_typed(self, desk: Client) -> None:
        word = AskedWordFactory()
        back = desk.post(reverse("console-sorting-word", args=[word.pk]), {"reason": "太大了"})
        assert back.status_code == 422
        assert "太大了" in back.content.decode()

    def test_a_word_is_put_aside(self, desk: Client) -> None:
        word = AskedWordFactory()
        assert desk.get(reverse("console-sorting-word", args=[word.pk])).status_code == 200
        desk.post(reverse("console-sorting-aside", args=[word.pk]))
        assert desk.get(reverse("console-sorting-word", args=[word.pk])).status_code == 404

    def test_an_empty_desk_says_so(self, desk: Client) -> None:
        assert "没有等着答复的词" in desk.get(reverse("console-sorting")).content.decode()


class TestHomeBox:
    @pytest.mark.parametrize(
        ("asked", "label"), [("奶茶杯是什么垃圾", "奶茶杯：其他垃圾"), ("榴莲壳扔哪", "榴莲壳：其他垃圾")]
    )
    def test_who_asks_for_a_bin_is_told_at_once(self, asked: str, label: str) -> None:
        best = answer(Actor(), asked).best
        assert best is not None
        assert best.label == label
        assert best.url.startswith(reverse("sorting"))

    def test_who_names_a_thing_may_want_something_else(self) -> None:
        best = answer(Actor(), "纱窗坏了找人帮").best
        assert best is not None
        assert not best.url.startswith(reverse("sorting"))


def test_programs_ask_too(client: Client) -> None:
    said = client.get("/api/sorting", {"q": "旧电池"}).json()
    assert said["category"] == "hazardous"
    assert said["alternatives"] == ["residual"]
    assert said["ask"]


class TestAway:
    def test_a_phone_keeps_a_page_drawn_for_nobody(self, client: Client) -> None:
        shown = client.get(reverse("sorting-away")).content.decode()
        assert "data-nobody" in shown
        assert shown.count("<template data-category=") == 8

    def test_the_worker_brings_it_with_the_list(self, client: Client) -> None:
        text = client.get(reverse("offline-worker")).content.decode().split("\n", 1)[0]
        assert '"instead": "/sorting/", "page": "/sorting/away/", "data": ["/sorting/list.json"]' in text

    def test_the_list_says_what_is_asked_what_is_dangerous_and_what_the_district_says(
        self, client: Client
    ) -> None:
        LocalItemFactory(key=UNKNOWN, name=UNKNOWN, category="bulky", source="区里的决定")
        data = client.get(reverse("sorting-list")).json()
        question = data["questions"][data["asks"]["电池"]]
        assert all(data["groups"][group]["category"] for _zh, _en, group in question["choices"])
        assert (
            data["groups"][data["cues"]["农药"] if "农药" in data["cues"] else data["cues"]["药"]]["category"]
            == "hazardous"
        )
        assert data["cues"]["山药"] == -1
        assert data["groups"][data["english"]["durian husk"]]["category"] == "residual"
        assert [each["source"] for each in data["local"]] == ["区里的决定"]
