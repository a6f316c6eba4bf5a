"""Factories of volunteering."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.organisations.enums import OrganisationKind
from jiayuan.modules.volunteering.enums import HonourPurpose, ItemKind, PairingState, TeamPurpose
from jiayuan.modules.volunteering.hour_enums import Because, HourKind, HourSource
from jiayuan.modules.volunteering.models import (
    ActivityKind,
    ActivityResult,
    ActivityVersion,
    BranchReport,
    Certificate,
    CertificateCounter,
    CertificateRequest,
    CheckMark,
    Correction,
    ExchangeFile,
    ExchangeRow,
    HonourConsent,
    HourClaim,
    HourEntry,
    HourNotice,
    JointActivity,
    MusterAnswer,
    MusterCall,
    OutVouch,
    Pairing,
    Qualification,
    Season,
    SeasonPlan,
    SeriesActivity,
    SessionActivity,
    ShopVisit,
    Skill,
    Team,
    TeamMember,
    Thanks,
    Volunteer,
    WeekNudge,
    YearlyItem,
)

from .foundation import OrganisationFactory, PersonFactory, PlaceFactory
from .gatherings import PresenceFactory, SeriesFactory, SessionFactory

BEGIN = datetime.date(2026, 1, 5)


class SkillFactory(DjangoModelFactory[Skill]):
    class Meta:
        model = Skill
        django_get_or_create = ("code",)

    code = "law"
    name = "法律"
    name_en = "Law"


class SeasonFactory(DjangoModelFactory[Season]):
    class Meta:
        model = Season

    name = factory.Sequence(lambda n: f"2026年第{n}季")
    first_day = BEGIN
    last_day = datetime.date(2026, 12, 31)


class PairingFactory(DjangoModelFactory[Pairing]):
    """Agreed since January 2026, by nobody in particular."""

    class Meta:
        model = Pairing

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.INSTITUTION, function="")
    community = factory.SubFactory(PlaceFactory)
    since = BEGIN
    state = PairingState.AGREED
    contact_name = "王联系"
    contact_phone = "+8613911112222"
    agreed_at = factory.LazyFunction(timezone.now)


class JointActivityFactory(DjangoModelFactory[JointActivity]):
    class Meta:
        model = JointActivity

    pairing = factory.SubFactory(PairingFactory)
    on = BEGIN
    words = "清理楼道杂物"


class YearlyItemFactory(DjangoModelFactory[YearlyItem]):
    class Meta:
        model = YearlyItem

    community = factory.SubFactory(PlaceFactory)
    year = 2026
    kind = ItemKind.NEED
    words = factory.Sequence(lambda n: f"需求{n}")


class BranchReportFactory(DjangoModelFactory[BranchReport]):
    class Meta:
        model = BranchReport

    person = factory.SubFactory(PersonFactory)
    branch = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PARTY_BRANCH, function="")
    community = factory.SubFactory(PlaceFactory)
    since = BEGIN


class SeasonPlanFactory(DjangoModelFactory[SeasonPlan]):
    class Meta:
        model = SeasonPlan

    season = factory.SubFactory(SeasonFactory)
    place = factory.SubFactory(PlaceFactory, path="140106")
    asked_by = factory.SubFactory(PersonFactory)


class VolunteerFactory(DjangoModelFactory[Volunteer]):
    class Meta:
        model = Volunteer

    person = factory.SubFactory(PersonFactory)
    community = factory.SubFactory(PlaceFactory)
    since = BEGIN
    emergency_name = "家人"
    emergency_phone = "+8613800990099"


class QualificationFactory(DjangoModelFactory[Qualification]):
    class Meta:
        model = Qualification

    volunteer = factory.SubFactory(VolunteerFactory)
    kind = "急救员证"
    number = "JJ-2026-001"
    issued_on = BEGIN


class HonourConsentFactory(DjangoModelFactory[HonourConsent]):
    class Meta:
        model = HonourConsent

    volunteer = factory.SubFactory(VolunteerFactory)
    purpose = HonourPurpose.COMMUNITY
    given_at = factory.LazyFunction(timezone.now)


class ThanksFactory(DjangoModelFactory[Thanks]):
    class Meta:
        model = Thanks

    volunteer = factory.SubFactory(VolunteerFactory)
    words = "谢谢您风雨无阻"
    said_by = factory.SubFactory(PersonFactory)
    said_at = factory.LazyFunction(timezone.now)


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"服务队{n}")
    place = factory.SubFactory(PlaceFactory)
    purpose = TeamPurpose.CIVIL


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    class Meta:
        model = TeamMember

    team = factory.SubFactory(TeamFactory)
    volunteer = factory.SubFactory(VolunteerFactory)
    since = BEGIN


class MusterCallFactory(DjangoModelFactory[MusterCall]):
    class Meta:
        model = MusterCall

    place = factory.SubFactory(PlaceFactory)
    team = factory.SubFactory(TeamFactory)
    words = "扫雪除冰"
    meet_at = "社区门口"
    called_by = factory.SubFactory(PersonFactory)
    called_at = factory.LazyFunction(timezone.now)


class MusterAnswerFactory(DjangoModelFactory[MusterAnswer]):
    class Meta:
        model = MusterAnswer

    call = factory.SubFactory(MusterCallFactory)
    volunteer = factory.SubFactory(VolunteerFactory)


class HourClaimFactory(DjangoModelFactory[HourClaim]):
    class Meta:
        model = HourClaim

    presence = factory.SubFactory(PresenceFactory)
    session = factory.LazyAttribute(lambda o: o.presence.sign_up.session)
    person = factory.LazyAttribute(lambda o: o.presence.sign_up.person)
    minutes = 60
    source = HourSource.HOST
    confirm_by = factory.LazyFunction(timezone.now)


class HourEntryFactory(DjangoModelFactory[HourEntry]):
    """An hour of its own day, so that entries of one person do not overlap."""

    class Meta:
        model = HourEntry

    person = factory.SubFactory(PersonFactory)
    minutes = 60
    kind = HourKind.SERVICE
    because = Because.ORGANISED
    words = "清理楼道杂物"
    starts_at = factory.Sequence(
        lambda n: datetime.datetime(2026, 1, 9, 10, tzinfo=datetime.UTC) + datetime.timedelta(days=n % 300)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + datetime.timedelta(minutes=60))
    place = factory.SubFactory(PlaceFactory)
    source = HourSource.HOST
    written_by = factory.SubFactory(PersonFactory)
    written_at = factory.LazyFunction(timezone.now)


class CorrectionFactory(DjangoModelFactory[Correction]):
    class Meta:
        model = Correction

    entry = factory.SubFactory(HourEntryFactory)
    minutes = 30
    words = "提前离开"
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)


class OutVouchFactory(DjangoModelFactory[OutVouch]):
    class Meta:
        model = OutVouch

    presence = factory.SubFactory(PresenceFactory)
    witness = factory.SubFactory(PersonFactory)
    out_at = factory.LazyFunction(timezone.now)
    said_at = factory.LazyFunction(timezone.now)


class CertificateCounterFactory(DjangoModelFactory[CertificateCounter]):
    class Meta:
        model = CertificateCounter

    place = factory.SubFactory(PlaceFactory)
    year = factory.Sequence(lambda n: 2026 + n)


class CertificateFactory(DjangoModelFactory[Certificate]):
    class Meta:
        model = Certificate

    number = factory.Sequence(lambda n: f"140106004010-2026-{n:05d}")
    check_code = "0123456789"
    person = factory.SubFactory(PersonFactory)
    place = factory.SubFactory(PlaceFactory)
    content = factory.LazyAttribute(
        lambda o: {
            "name": o.person.name, "first": "2026-01-09", "last": "2026-01-09", "minutes": 60, "unit": "桃园三社区",
            "lines": [["2026-01-09", "清理楼道杂物", "桃园三社区", 60]], "left_out": 0,
        }
    )  # fmt: skip
    digest = "0" * 64
    minutes = 60
    issued_by = factory.SubFactory(PersonFactory)
    issued_on = BEGIN


class CertificateRequestFactory(DjangoModelFactory[CertificateRequest]):
    class Meta:
        model = CertificateRequest

    person = factory.SubFactory(PersonFactory)
    place = factory.SubFactory(PlaceFactory)
    until = BEGIN
    purpose = "评优"
    asked_at = factory.LazyFunction(timezone.now)
    answer_by = factory.LazyFunction(timezone.now)
    nonce = factory.Sequence(lambda n: f"request-{n}")


class WeekNudgeFactory(DjangoModelFactory[WeekNudge]):
    class Meta:
        model = WeekNudge

    community = factory.SubFactory(PlaceFactory)
    week = datetime.date(2026, 3, 2)
    on = datetime.date(2026, 3, 5)
    reason = "publish"
    sent_by = factory.SubFactory(PersonFactory)


class HourNoticeFactory(DjangoModelFactory[HourNotice]):
    class Meta:
        model = HourNotice

    session = factory.SubFactory(SessionFactory)
    stage = "soon"


class ActivityKindFactory(DjangoModelFactory[ActivityKind]):
    class Meta:
        model = ActivityKind
        django_get_or_create = ("code",)

    code = "litter"
    name = "清理垃圾和堆积物"
    name_en = "Litter and clutter"
    checks = [{"code": "stairs", "name": "楼道无堆积物", "name_en": "Stairways free of clutter"}]
    measures = ["bags"]


class SessionActivityFactory(DjangoModelFactory[SessionActivity]):
    class Meta:
        model = SessionActivity

    session = factory.SubFactory(SessionFactory, kind="charity_hour")
    kind = factory.SubFactory(ActivityKindFactory)


class ActivityVersionFactory(DjangoModelFactory[ActivityVersion]):
    class Meta:
        model = ActivityVersion

    kind = factory.SubFactory(ActivityKindFactory)
    number = factory.Sequence(lambda number: number + 1)
    until = factory.LazyFunction(timezone.now)
    name = "清理垃圾"
    checks = [{"code": "stairs", "name": "楼道无堆积物", "name_en": "Stairways free of clutter"}]


class SeriesActivityFactory(DjangoModelFactory[SeriesActivity]):
    class Meta:
        model = SeriesActivity

    series = factory.SubFactory(SeriesFactory, kind="charity_hour")
    kind = factory.SubFactory(ActivityKindFactory)


class CheckMarkFactory(DjangoModelFactory[CheckMark]):
    class Meta:
        model = CheckMark

    session = factory.SubFactory(SessionFactory, kind="charity_hour")
    code = "stairs"
    marked_by = factory.SubFactory(PersonFactory)
    marked_at = factory.LazyFunction(timezone.now)


class ActivityResultFactory(DjangoModelFactory[ActivityResult]):
    class Meta:
        model = ActivityResult

    session = factory.SubFactory(SessionFactory, kind="charity_hour")
    measure = "bags"
    amount = 3
    entered_by = factory.SubFactory(PersonFactory)
    entered_at = factory.LazyFunction(timezone.now)


class ShopVisitFactory(DjangoModelFactory[ShopVisit]):
    class Meta:
        model = ShopVisit

    session = factory.SubFactory(SessionFactory, kind="charity_hour")
    shop = "老李粮油"
    visited_by = factory.SubFactory(PersonFactory)
    visited_at = factory.LazyFunction(timezone.now)
    nonce = factory.Sequence(lambda n: f"visit-{n}")


class ExchangeFileFactory(DjangoModelFactory[ExchangeFile]):
    class Meta:
        model = ExchangeFile

    place = factory.SubFactory(PlaceFactory)
    made_by = factory.SubFactory(PersonFactory)
    words = "十一月上报"


class ExchangeRowFactory(DjangoModelFactory[ExchangeRow]):
    class Meta:
        model = ExchangeRow

    file = factory.SubFactory(ExchangeFileFactory)
    entry = factory.SubFactory(HourEntryFactory)
    operation = "new"
    sent = factory.LazyFunction(dict)
