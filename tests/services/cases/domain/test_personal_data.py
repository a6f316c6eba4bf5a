"""What is held of somebody's own reports and of those they joined: all of it handed out, all of it forgotten."""

import pytest

from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.neighbours.personal_data import erase_joinings, export_joinings
from jiayuan.services.cases.domain.personal_data import erase_cases, export_cases
from jiayuan.services.cases.domain.queries.layers import public_features
from jiayuan.services.cases.enums import Action, PhotoRole
from jiayuan.services.cases.models import Case, Contact
from tests.factories import CasePhotoFactory, ContactFactory, NoticeFactory, PhotoFactory
from tests.services.cases.domain.outside.asking import ask
from tests.services.cases.domain.test_demands import ANSWER, found
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db
SPOT = (37.86123, 112.57123)
WORLD = (112.0, 37.0, 113.0, 38.0)


def told_of_everything() -> Story:
    """A case whose reporter said where it is, answered a question and added a photo that knows where it was taken."""
    story = Story().until(Action.FILE)
    story.case.latitude, story.case.longitude = SPOT
    story.case.answers = {"who": "住 302 的李奶奶"}
    story.case.save()
    CasePhotoFactory(
        case=story.case,
        role=PhotoRole.REPORT,
        photo=PhotoFactory(
            uploaded_by=story.resident.person, taken_latitude=SPOT[0], taken_longitude=SPOT[1]
        ),
    )
    return story


def test_everything_of_a_report_is_handed_out(settings: object) -> None:
    settings.PUBLIC_URL = "https://jiayuan.example.cn"  # type: ignore[attr-defined]
    story = told_of_everything()
    story.do(Action.DISPATCH)
    for action in (Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE):
        story.do(action)
    (held,) = export_cases(story.resident.person)
    photo = Photo.objects.get(uploaded_by=story.resident.person)
    assert (held["address"], held["position"]) == ("3号楼前", list(SPOT))
    assert held["answers"] == {"who": "住 302 的李奶奶"}
    assert [each["link"] for each in held["photos"]] == [
        f"https://jiayuan.example.cn/photos/{photo.pk}/full/"
    ], "their own photo, and not the one of the unit"
    assert held["photos"][0]["position"] == list(SPOT)
    assert [(each["score"], each["words"]) for each in held["ratings"]] == [(5, "很快")]


def test_where_they_stood_is_forgotten_and_the_public_map_stays() -> None:
    story = told_of_everything()
    shown = public_features(actor(), WORLD)
    assert erase_cases(story.resident.person) == 1
    case = Case.objects.get()
    assert (case.address, case.answers) == ("", {})
    assert SPOT[0] != case.latitude
    assert SPOT[1] != case.longitude
    assert public_features(actor(), WORLD) == shown
    photo = case.photos.get().photo
    assert (photo.taken_latitude, photo.taken_longitude, photo.uploaded_by) == (None, None, None)
    assert verify().ok


def test_a_report_without_a_pin_stays_without_one() -> None:
    story = Story()
    assert export_cases(story.resident.person)[0]["position"] is None
    erase_cases(story.resident.person)
    assert Case.objects.get().latitude is None


def test_what_one_joined_is_handed_out_and_forgotten_whole() -> None:
    story, neighbour = Story().until(Action.FILE), actor()
    photo = story.photo(neighbour)
    Photo.objects.filter(pk=photo).update(taken_latitude=SPOT[0], taken_longitude=SPOT[1])
    join_case(story.case.pk, JoinDraft("我家门口也是", photo_ids=[photo]), by=neighbour)  # type: ignore[list-item]
    (held,) = export_joinings(neighbour.person)
    assert [each["link"] for each in held["photos"]] == [f"/photos/{photo}/full/"]
    assert held["history"]
    assert held["ratings"] == []
    assert "address" not in held, "what the reporter said is not the neighbour's"
    erase_joinings(neighbour.person)
    forgotten = Photo.objects.get(pk=photo)
    assert (forgotten.taken_latitude, forgotten.uploaded_by) == (None, None)


def test_only_messages_to_their_own_number_go_and_what_others_were_told_loses_their_number(
    settings: object,
) -> None:
    """A report by a visitor, taken into an account later: the visitor's number was told, and one outside."""
    settings.QUIET_HOURS = "none"  # type: ignore[attr-defined]
    story = Story().until(Action.ACCEPT)
    Contact.objects.filter(case=story.case).delete()
    ContactFactory(case=story.case, phone="+8613812345678")
    entry = Entry.objects.filter(stream_id=story.case.stream).order_by("pk").last()
    assert entry is not None
    theirs = NoticeFactory(entry=entry, person=None, phone="+8613812345678")
    ask(story, phone="13900002222", asked="李奶奶电话 13812345678，请上门")
    outside = Notice.objects.get(phone="+8613900002222")
    erase_cases(story.resident.person)
    assert not Notice.objects.filter(pk=theirs.pk).exists()
    outside.refresh_from_db()
    assert "请上门" in outside.words
    assert "13812345678" not in outside.words


def told_staff(words: str) -> list[Notice]:
    return list(Notice.objects.filter(words__contains=words).order_by("pk"))


def test_what_residents_said_goes_from_the_messages_to_the_staff_too() -> None:
    """Three people say three things; each goes with who said it, and with nobody else."""
    story, neighbour = found(Action.FILE), actor()
    story.do(Action.ASK_SECOND_LOOK, story.resident, Given(words="我腿脚不便，再看看"))
    story.do(Action.KEEP_MARK, story.district, ANSWER)
    story.do(Action.LIFT_MARK, story.district, ANSWER)
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS):
        story.do(action)
    join_case(story.case.pk, JoinDraft("我家门口也是"), by=neighbour)
    story.do(Action.CLOSE)
    story.do(Action.REOPEN, story.resident, Given(words="我老伴又绊倒了"))
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        story.do(action)
    story.do(Action.REOPEN, neighbour, Given(words="我孙子也摔了"))
    look, again, theirs = (told_staff(words) for words in ("腿脚", "老伴", "孙子"))
    assert all((look, again, theirs))
    erase_cases(story.resident.person)
    assert (told_staff("腿脚"), told_staff("老伴"), told_staff("孙子")) == ([], [], theirs)
    assert told_staff("能办的已经办了"), "what the office said of it stays"
    erase_joinings(neighbour.person)
    assert told_staff("孙子") == []
    kept = Notice.objects.filter(pk__in=[each.pk for each in (*look, *again, *theirs)])
    assert all(each.title and not each.words for each in kept)
    assert kept.count() == len([*look, *again, *theirs]), "that the staff was told stays"
