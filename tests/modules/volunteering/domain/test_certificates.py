"""Certificates: numbered without gaps, frozen, printed with rare names, replaced and revoked."""

from datetime import date

import pytest
import typst
from django.utils.translation import override

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.fonts import fonts
from jiayuan.foundation.documents.glyphs import missing_in
from jiayuan.foundation.documents.pdf import project_of
from jiayuan.modules.volunteering.domain.certificates import (
    TEMPLATE,
    digest_of,
    draw_certificate,
    find_certificate,
    issue_certificate,
    page_of,
    revoke_certificate,
)
from jiayuan.modules.volunteering.hour_enums import CertificateState
from jiayuan.modules.volunteering.models import HourEntry
from tests.conftest import OTHER_COMMUNITY
from tests.factories import HourEntryFactory, VolunteerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(actor_with):
    return actor_with(Role.COMMUNITY_WORKER)


@pytest.fixture
def volunteer(db):
    made = VolunteerFactory(person__name="䶮𠮷")
    HourEntryFactory(person=made.person, minutes=45)
    HourEntryFactory(person=made.person, minutes=30)
    HourEntryFactory(person=made.person, kind="training")
    HourEntryFactory(person=made.person, because="paid")
    return made


def issue(volunteer, by, **more):
    return issue_certificate(volunteer, **{"since": None, "until": None, "by": by, **more})


def test_numbers_rise_by_one_and_content_is_the_ledgers(volunteer, office):
    first, second = issue(volunteer, office), issue(volunteer, office)
    assert [each.number[-5:] for each in (first, second)] == ["00001", "00002"]
    assert first.number.startswith("140106004010-")
    assert first.minutes == HourEntry.objects.filter(person=volunteer.person).total() == 75
    assert sum(line[3] for line in first.content["lines"]) == 75
    assert first.digest == digest_of(first.content)


def test_a_failed_issue_takes_no_number(volunteer, office):
    with pytest.raises(Invalid):
        issue(volunteer, office, since=date(2099, 1, 1))
    volunteer.person.name = "\U000f0000"
    with pytest.raises(Invalid, match="printed"):
        issue(volunteer, office)
    volunteer.person.name = "䶮𠮷"
    assert issue(volunteer, office).number.endswith("00001")


def test_the_rare_name_is_printed(volunteer, office):
    made = issue(volunteer, office)
    for reader in (office, Actor(person=volunteer.person)):
        drawn = draw_certificate(made, address="https://jiayuan.example.cn/verify/x/y/", by=reader)
        assert drawn.startswith(b"%PDF")
    with pytest.raises(Refused):
        draw_certificate(made, address="https://jiayuan.example.cn/verify/x/y/", by=Actor())


def test_only_the_office_issues_and_not_to_itself(volunteer, office, actor_with):
    for stranger in (actor_with(Role.COMMUNITY_WORKER, OTHER_COMMUNITY), Actor(person=volunteer.person)):
        with pytest.raises(Refused):
            issue(volunteer, stranger)
    own = VolunteerFactory(person=office.person)
    HourEntryFactory(person=office.person)
    with pytest.raises(Refused, match="themselves"):
        issue(own, office)


def test_replaced_and_revoked_are_no_longer_printed(volunteer, office):
    first = issue(volunteer, office)
    second = issue(volunteer, office, instead_of=first)
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == (CertificateState.REPLACED, second)
    with pytest.raises(Invalid):
        revoke_certificate(second.pk, reason=" ", by=office)
    revoke_certificate(second.pk, reason="姓名有误", by=office)
    second.refresh_from_db()
    for gone in (first, second):
        with pytest.raises(Conflict):
            draw_certificate(gone, address="https://x.example.cn/", by=office)
        with pytest.raises(Conflict):
            revoke_certificate(gone.pk, reason="再次", by=office)
    with pytest.raises(Conflict):
        issue(volunteer, office, instead_of=second)


def test_found_only_by_number_and_check_together(volunteer, office):
    made = issue(volunteer, office)
    assert find_certificate(made.number, made.check_code) == made
    for number, check in ((made.number, "0" * 10), ("x" * 99, made.check_code), (made.number, "码")):
        assert find_certificate(number, check) is None


def test_rare_characters_are_drawn_each_as_itself(volunteer, office):
    """Pictures of the page: another character is another picture, and none is that of a page without a name."""
    made = issue(volunteer, office)
    with override("zh-hans"):
        page = page_of(made, "https://jiayuan.example.cn/verify/x/y/") | {"title": "志愿服务记录证明"}
    code = {"code": qr_drawing("x")}
    pictures = []
    for name in ("䶮", "𠮷", "吉", "龑", ""):
        assert not missing_in(name)
        project = project_of(TEMPLATE.read_bytes(), page | {"name": name}, code, "zh-hans")
        pictures.append(
            typst.compile(project, font_paths=fonts(), ignore_system_fonts=True, format="png", ppi=30)
        )
    assert len(set(pictures)) == 5
