"""The page behind a link for somebody outside, and the console's page of those who were asked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jiayuan.foundation.clock.now import at, today
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.outside.send import revoke_outside
from jiayuan.services.cases.domain.outside.tokens import token_of
from jiayuan.services.cases.enums import Action, PhotoRole, State
from jiayuan.services.cases.models import Case, OutsideAnswer, OutsideLink
from jiayuan.services.cases.outside_enums import OutsideKind
from tests.factories import CasePhotoFactory
from tests.services.cases.domain.outside.asking import answer, ask
from tests.services.cases.pages import (
    ENGLISH,
    assert_chinese,
    assert_english,
    client_of,
    picture,
    queries_of,
    spoken_text,
)
from tests.services.cases.story import Story
from tests.services.cases.views.test_console_case import address, send

pytestmark = pytest.mark.django_db
DAY = (today() + timedelta(days=1)).isoformat()
NONCE = "0123456789abcdef"


@pytest.fixture
def handled(story: Story) -> Story:
    return story.until(Action.ACCEPT)


def page_of(link: OutsideLink, rest: str = "") -> str:
    return f"/o/{token_of(link.seed)}/{rest}"


class TestTheirPage:
    def test_the_day_asked_for_stands_in_the_field_as_a_day_that_a_browser_reads(
        self, handled: Story
    ) -> None:
        link = ask(handled)
        field = re.search(
            r'<input[^>]*name="expected_on"[^>]*>', Client().get(page_of(link)).content.decode()
        )
        assert field is not None
        assert f'value="{timezone.localdate(link.until).isoformat()}"' in field[0]

    def test_it_shows_what_is_asked_and_nothing_of_the_reporter(self, handled: Story) -> None:
        Case.objects.filter(pk=handled.case.pk).update(latitude=37.861712, longitude=112.562734)
        link = ask(handled)
        page = Client().get(page_of(link))
        text = spoken_text(page)
        for shown in (
            link.asked,
            link.matter,
            handled.unit.name,
            handled.case.number,
            "3号楼前",
            "37.861712",
        ):
            assert shown in text
        body = page.content.decode()
        for hidden in ("李奶奶", "13812345678", "138****", handled.handler.person.name, handled.case.words):
            assert hidden not in body
        assert OutsideLink.objects.get(pk=link.pk).opened_at

    def test_as_much_of_the_place_and_the_photos_as_the_task_needs(self, handled: Story) -> None:
        photo = CasePhotoFactory(case=handled.case, role=PhotoRole.REPORT).photo
        less, more = ask(handled, shows_place=False, shows_photos=False), ask(handled)
        assert "3号楼前" not in spoken_text(Client().get(page_of(less)))
        assert str(photo.pk) in Client().get(page_of(more)).content.decode()
        assert Client().get(page_of(less, f"photos/{photo.pk}/thumb/")).status_code == 404
        shown = Client().get(page_of(more, f"photos/{photo.pk}/thumb/"))
        assert shown.status_code in {200, 404}
        for wrong in (f"photos/{photo.pk}/raw/", f"photos/{CasePhotoFactory().photo.pk}/full/"):
            assert Client().get(page_of(more, wrong)).status_code == 404
        assert Client().get(f"/photos/{photo.pk}/thumb/").status_code == 404

    def test_photos_of_an_earlier_round_are_not_promised(self, handled: Story) -> None:
        """They show what was put right since; and where there is none of now, the desk is told how to bring one."""
        desk = client_of(handled.worker)
        page = f"/console/cases/{handled.case.number}/outside/"
        CasePhotoFactory(case=handled.case, role=PhotoRole.REPORT)
        ask(handled)
        said = spoken_text(desk.get(page))
        assert "不含照片" not in said
        assert "含照片" in said
        assert "还没有这一轮的现场照片" not in said
        Case.objects.filter(pk=handled.case.pk).update(round=2)
        ask(handled)
        said = spoken_text(desk.get(page))
        assert "还没有这一轮的现场照片" in said
        assert "不含照片" in said

    def test_its_address_stays_here(self, handled: Story) -> None:
        for address_of_page in (page_of(ask(handled)), "/o/forged/"):
            page = Client().get(address_of_page)
            assert "noindex" in page["X-Robots-Tag"]
            assert "no-store" in page["Cache-Control"]
            assert page["Referrer-Policy"] == "same-origin"
            policy = page["Content-Security-Policy"]
            assert "img-src 'self' blob: data:;" in policy + ";"
            assert "script-src 'self'" in policy
        links = re.findall(
            r'(?:href|src)="(https?:[^"]+)"', Client().get(page_of(ask(handled))).content.decode()
        )
        assert links == []

    def test_both_languages(self, handled: Story) -> None:
        link = ask(handled)
        for kind in (OutsideKind.TAKE, OutsideKind.ASK):
            answer(link, kind)
        names = [
            handled.unit.name,
            link.name,
            link.asked,
            link.matter,
            "好的",
            "3号楼前",
            "测试街道",
            "青年路一社区",
        ]
        english = client_of(language=ENGLISH).get(page_of(link))
        assert_english(english, *names, handled.unit.short_name, "中文", "大字")
        assert_chinese(client_of().get(page_of(link)), *names, "WGS", "English")

    def test_taken_asked_and_done_without_scripts(self, handled: Story) -> None:
        link, client = ask(handled), Client()
        client.get(page_of(link))
        sent = client.post(page_of(link, "take/"), {"expected_on": DAY, "nonce": NONCE + "take"})
        assert sent["Location"].startswith(page_of(link))
        assert "预计" in spoken_text(client.get(page_of(link)))
        client.post(page_of(link, "ask/"), {"words": "在哪一边？", "nonce": NONCE + "ask"})
        done = {"words": "已修好", "photo": picture(), "nonce": NONCE + "done"}
        assert client.post(page_of(link, "done/"), done).status_code == 302
        assert OutsideAnswer.objects.get(kind="done").photos.count() == 1
        again = {"words": "已修好", "photo": picture(), "nonce": NONCE + "done"}
        assert client.post(page_of(link, "done/"), again).status_code == 302
        assert OutsideAnswer.objects.count() == 3
        last = client.get(page_of(link))
        assert "谢谢" in spoken_text(last)
        assert "<form" not in re.search(r"<main.*</main>", last.content.decode(), re.DOTALL).group(0)  # type: ignore[union-attr]

    def test_what_was_typed_comes_back_with_the_reason(self, handled: Story) -> None:
        link = ask(handled)
        page = Client().post(page_of(link, "done/"), {"words": "已经修好了", "nonce": NONCE})
        assert page.status_code == 422
        assert "已经修好了" in page.content.decode()
        assert "id_donephotos" in page.content.decode()
        wrong = Client().post(page_of(link, "take/"), {"expected_on": "soon", "nonce": NONCE})
        assert wrong.status_code == 422
        assert Client().post(page_of(link, "no-such/"), {}).status_code == 404

    def test_a_photo_that_has_arrived_stays_with_the_form(self, handled: Story) -> None:
        link, client = ask(handled), Client()
        page = client.post(page_of(link, "done/"), {"words": "", "photo": picture(), "nonce": NONCE})
        (kept,) = set(re.findall(r'name="photo_ids" value="([^"]+)"', page.content.decode()))
        sent = client.post(page_of(link, "done/"), {"words": "好了", "photo_ids": kept, "nonce": NONCE})
        assert sent.status_code == 302

    def test_kept_on_the_phone_and_sent_later(self, handled: Story) -> None:
        link, client = ask(handled), Client()
        headers = {"HTTP_X_JIAYUAN_OFFLINE": "2026-11-01T08:00:00Z"}
        sent = client.post(page_of(link, "ask/"), {"words": "在哪？", "nonce": NONCE}, **headers)  # type: ignore[arg-type]
        assert sent.json()["link"].startswith(page_of(link))

    def test_a_link_that_does_not_hold_says_what_to_do(self, handled: Story) -> None:
        revoked, expired = ask(handled), ask(handled)
        revoke_outside(revoked.pk, by=handled.handler)
        said = Client().get(page_of(revoked))
        assert said.status_code == 410
        assert handled.unit.name in spoken_text(said)
        assert Client().post(page_of(revoked, "take/"), {"expected_on": DAY}).status_code == 410
        with at(expired.expires_at + timedelta(minutes=1)):
            assert "重新发" in spoken_text(Client().get(page_of(expired)))
        forged = Client().get("/o/forged/")
        assert forged.status_code == 404
        assert "链接" in spoken_text(forged)

    def test_nobody_tries_for_long(self, handled: Story) -> None:
        client = Client()
        for _ in range(60):
            client.get("/o/guess/")
        late = client.get(page_of(ask(handled)))
        assert late.status_code == 429
        assert int(late["Retry-After"]) > 0


class TestTheConsole:
    def outside(self, story: Story) -> str:
        return address(story, "outside/")

    def form(self, **changes: str) -> dict[str, str]:
        return {
            "name": "市供水公司", "phone": "", "matter": "井盖松动", "asked": "请来看看", "until": DAY, "nonce": NONCE,
        } | changes  # fmt: skip

    def test_the_handler_asks_and_gives_the_link_away(self, handled: Story, settings: Any) -> None:
        settings.PUBLIC_URL = "https://jiayuan.example"
        client = client_of(handled.handler)
        page = client.get(self.outside(handled))
        assert "＊＊＊" in page.content.decode()
        assert client.post(self.outside(handled), self.form(shows_place="1")).status_code == 302
        link = OutsideLink.objects.get()
        assert (link.shows_place, link.shows_photos) == (True, False)
        shown = client.get(self.outside(handled)).content.decode()
        assert f"https://jiayuan.example{page_of(link)}" in shown
        code = client.get(self.outside(handled) + f"{link.pk}/code.svg")
        assert code["Content-Type"] == "image/svg+xml"
        assert client.get(self.outside(handled) + "0/code.svg").status_code == 404
        assert link.name in spoken_text(client.get(address(handled)))

    def test_faults_come_back_beside_their_fields(self, handled: Story) -> None:
        for changes in ({"phone": "12"}, {"until": "x"}, {"asked": ""}):
            page = client_of(handled.handler).post(self.outside(handled), self.form(**changes))
            assert page.status_code == 422
            assert "市供水公司" in page.content.decode()
            assert "data-fault" in page.content.decode()

    def test_who_may_not_ask_reads_why(self, handled: Story) -> None:
        page = client_of(handled.grid).get(self.outside(handled))
        assert "这件事所在的单位" in spoken_text(page)
        refused = client_of(handled.grid).post(self.outside(handled), self.form())
        assert refused.status_code == 403
        assert client_of(handled.resident).get(self.outside(handled)).status_code in {302, 403}
        link = ask(handled)
        assert client_of(handled.grid).get(self.outside(handled) + f"{link.pk}/code.svg").status_code == 403
        assert token_of(link.seed) not in client_of(handled.grid).get(self.outside(handled)).content.decode()

    def test_remind_take_back_and_take_note(self, handled: Story) -> None:
        link, client = ask(handled), client_of(handled.handler)
        question = answer(link, OutsideKind.ASK)
        page = client.post(self.outside(handled) + f"{link.pk}/remind/")
        assert page.status_code == 409
        with at(link.sent_at + timedelta(days=1)):
            assert client.post(self.outside(handled) + f"{link.pk}/remind/").status_code == 302
        note = address(handled, f"answers/{question.pk}/")
        assert client.post(note, {"reply": ""}).status_code == 422
        assert client.post(note, {"reply": "路东"}).status_code == 302
        assert "路东" in spoken_text(Client().get(page_of(link)))
        assert client.post(self.outside(handled) + f"{link.pk}/revoke/").status_code == 302
        assert client.post(self.outside(handled) + f"{link.pk}/other/").status_code == 404
        assert client.post(self.outside(handled) + "0/revoke/").status_code == 404
        assert client.post(address(handled, "answers/0/"), {}).status_code == 404
        other = Story().until(Action.ACCEPT)
        assert client_of(other.handler).get(self.outside(handled)).status_code == 404

    def test_the_report_as_done_takes_the_photos_over(self, handled: Story) -> None:
        done = answer(ask(handled), OutsideKind.DONE, words="换好了")
        assert "换好了" in spoken_text(client_of(handled.handler).get(address(handled)))
        assert send(handled, handled.handler, "hand_in", words="已换", outside_id=done.pk).status_code == 302
        handled.case.refresh_from_db()
        assert handled.case.state == State.HANDED_IN
        photo = done.photos.get().photo
        assert client_of(handled.worker).get(f"/photos/{photo.pk}/full/").status_code in {200, 404}
        handled.do(Action.FAIL, handled.grid, Given(words="不行"))
        late = send(handled, handled.handler, "hand_in", words="再来", outside_id=done.pk)
        assert late.status_code == 422

    def test_both_languages(self, handled: Story) -> None:
        link = ask(handled)
        for kind in (OutsideKind.TAKE, OutsideKind.ASK, OutsideKind.DONE):
            answer(link, kind)
        ask(handled)
        who = handled.handler
        names = [
            handled.unit.name, str(handled.unit), link.name, link.asked, link.matter, "好的", who.person.name,
            handled.case.public_words, "＊＊＊",
        ]  # fmt: skip
        english = client_of(who, ENGLISH).get(self.outside(handled))
        assert_english(english, *[each for each in names if each])
        chinese = client_of(who).get(self.outside(handled))
        assert_chinese(
            chinese,
            *[each for each in names if each],
            "http",
            "testserver",
            *re.findall(r"/o/[\w-]+", chinese.content.decode()),
        )

    def test_as_many_queries_for_many_as_for_few(self, handled: Story) -> None:
        for kind in (OutsideKind.TAKE, OutsideKind.ASK):
            answer(ask(handled), kind)
        client = client_of(handled.handler)
        few = [queries_of(client, each) for each in (self.outside(handled), address(handled), "/console/")]
        for _ in range(3):
            answer(ask(handled), OutsideKind.ASK)
        many = [queries_of(client, each) for each in (self.outside(handled), address(handled), "/console/")]
        assert many == few
