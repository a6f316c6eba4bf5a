"""The printed page: round by round, in the words and numbers of people, and nobody's name who only joined."""

import json
from io import BytesIO
from typing import Any

import pytest
import typst
from PIL import Image

from jiayuan.foundation.documents.fonts import fonts
from jiayuan.foundation.documents.pdf import project_of
from jiayuan.services.cases.domain.dossier.ask import ask_dossier
from jiayuan.services.cases.domain.dossier.build import TEMPLATE
from jiayuan.services.cases.domain.dossier.content import content_of, reader_of
from jiayuan.services.cases.domain.dossier.page import page_of
from jiayuan.services.cases.domain.dossier.pictures import pictures_of
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.queries.opened import open_case
from jiayuan.services.cases.enums import Action, DisputeGround, DossierKind
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice() -> Story:
    story = Story().until(Action.DISPATCH)
    story.do(Action.DISPUTE, story.handler, Given(words="属供水公司", ground=DisputeGround.NOT_OUR_DUTY))
    story.do(Action.DECLINE, story.street, Given(words="仍由市政办理"))
    story.do(Action.ACCEPT)
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等配件", days=2))
    story.do(Action.APPROVE, story.worker)
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE):
        story.do(action)
    again = Given(words="又松了", photo_ids=[story.photo(story.resident)])
    story.do(Action.REOPEN, story.resident, again)
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    return story


def page(story: Story, **asked: Any) -> dict[str, Any]:
    dossier = ask_dossier(open_case(story.case.number), DossierKind.OFFICE, by=story.worker, **asked)
    case, reader = open_case(story.case.number), reader_of(dossier)
    return page_of(content_of(case, reader), [], pictures_of(case, reader), dossier)[0]


def facts(found: dict[str, Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in found["facts"]}


def test_photos_of_one_round_stand_beside_those_of_the_same(twice: Story) -> None:
    first, second = page(twice)["photos"]
    assert (first["name"], second["name"]) == ("第 1 轮", "第 2 轮")
    assert (first["pairs"], len(first["rest"]), first["rest_label"]) == ([], 1, "处理后")
    assert all(left and right for left, right in second["pairs"])


def test_one_round_has_no_name() -> None:
    found = page(Story().until(Action.CLOSE))
    assert [each["name"] for each in found["photos"]] == [""]
    assert facts(found)["状态"] == "已结案"


def test_what_is_asked_names_days_only_where_days_are_asked_for(twice: Story) -> None:
    found = page(twice)
    assert facts(found)["状态"] == "已结案 · 第 2 轮"
    rows = next(each["rows"] for each in found["notes"] if each["heading"] == "申请")
    dispute, more = (row[1] for row in rows)
    assert "工作日" not in dispute
    assert "2 个工作日" in more
    assert "None" not in str(found["notes"])


def test_numbers_as_people_write_them_or_masked(twice: Story) -> None:
    assert "138****5678" in facts(page(twice))["上报人"]
    assert "138 1234 5678" in facts(page(twice, in_full=True, reason="法院调取"))["上报人"]


def test_who_joined_is_a_neighbour() -> None:
    story = Story().until(Action.FILE)
    neighbour = actor()
    type(story.case).objects.filter(pk=story.case.pk).update(is_public=True)
    join_case(story.case.pk, JoinDraft(words="我家也是"), by=neighbour)
    found = page(story)
    assert "一位邻居" in str(found["timeline"])
    assert neighbour.person.name not in str(found)


def test_a_photo_and_what_is_said_of_it_stay_on_one_page() -> None:
    """Wherever on the paper the photos come to stand: the template tells on which page it drew and wrote them."""
    found = page(Story().until(Action.CLOSE))
    shot = {
        "image": "photos/01.jpg",
        "name": "photos/01.jpg",
        "caption": "上报照片",
        "sha256": "0" * 64,
        "note": "",
    }
    found["photos"] = [{"name": "", "pairs": [[shot, shot]], "rest": [shot], "rest_label": "处理后"}]
    out = BytesIO()
    Image.new("RGB", (680, 510), "teal").save(out, "JPEG")
    here = "context [#metadata((each.name, here().page())) <told>]"
    drawn, last = (
        'picture(each.image, height: 58mm, fit: "contain")',
        "softly(breakable(each.sha256), size: 5.5pt)",
    )
    template = TEMPLATE.read_text(encoding="utf-8")
    template = template.replace(drawn, f"box({{ {here}; {drawn} }})").replace(last, f"{last}\n  {here}")
    assert template.count("<told>") == 2
    for lines in range(12, 22, 2):
        found["words"] = "\n".join("有水" for _line in range(lines))
        project: Any = project_of(template.encode(), found, {"photos/01.jpg": out.getvalue()}, "zh-hans")
        told = json.loads(typst.query(project, "<told>", font_paths=fonts(), ignore_system_fonts=True))
        pages = [each["value"][1] for each in told]
        assert len(pages) == 6
        assert pages[::2] == pages[1::2], f"{lines} lines before: {pages}"
