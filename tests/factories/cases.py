"""Factories of the cases service. They write rows; for a case with a true history use its domain functions."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.services.cases.domain.outside.tokens import token_of
from jiayuan.services.cases.doubt_enums import DoubtKind
from jiayuan.services.cases.enums import (
    CategoryKind,
    DemandGround,
    DisputeGround,
    MarkState,
    OrderLevel,
    Part,
    PhotoRole,
    RequestKind,
    Stage,
    State,
)
from jiayuan.services.cases.models import (
    Appeal,
    Case,
    CasePart,
    CasePhoto,
    Category,
    CategoryVersion,
    Contact,
    DemandMark,
    DispatchRule,
    DispatchRuleSet,
    Dossier,
    Doubt,
    DryRun,
    Joining,
    OutsideAnswer,
    OutsideLink,
    OutsidePhoto,
    Pause,
    Recall,
    Request,
    SavedView,
    ScoreCorrection,
    ScoreLine,
    ScoreMonth,
    ScoreTotal,
    StageRun,
    SupervisionOrder,
    Tie,
)
from jiayuan.services.cases.outside_enums import OutsideKind

from .foundation import OrganisationFactory, PersonFactory, PhotoFactory, PlaceFactory


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = "0105"
    kind = CategoryKind.PART


class CategoryVersionFactory(DjangoModelFactory[CategoryVersion]):
    class Meta:
        model = CategoryVersion
        django_get_or_create = ("category", "version")

    category = factory.SubFactory(CategoryFactory)
    version = 1
    name = "井盖"
    name_en = "Manhole cover"
    function = UnitFunction.MUNICIPAL
    handle_amount = 2
    handle_unit = TermUnit.WORKING_DAYS
    valid_from = datetime.date(2019, 1, 1)


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    version = factory.SubFactory(CategoryVersionFactory)
    place = factory.SubFactory(PlaceFactory)
    words = "井盖松动，踩上去会响"
    latitude = 37.861
    longitude = 112.571
    state = State.REPORTED
    stage = Stage.FILING
    source = Source.PHONE
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    reported_at = factory.LazyFunction(timezone.now)
    stage_since = factory.SelfAttribute("reported_at")
    due_at = factory.LazyAttribute(lambda o: o.reported_at + datetime.timedelta(hours=4))


class ContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    case = factory.SubFactory(CaseFactory)
    name = "李奶奶"
    phone = "+8613812345678"


class StageRunFactory(DjangoModelFactory[StageRun]):
    class Meta:
        model = StageRun

    case = factory.SubFactory(CaseFactory)
    stage = Stage.FILING
    since = factory.LazyFunction(timezone.now)
    counted_from = factory.SelfAttribute("since")
    amount = 4
    unit = TermUnit.WORKING_HOURS
    due_at = factory.LazyAttribute(lambda o: o.since + datetime.timedelta(hours=4))


class DemandMarkFactory(DjangoModelFactory[DemandMark]):
    """A proposal; ``signed=True`` for one with both signatures."""

    class Meta:
        model = DemandMark

    class Params:
        signed = factory.Trait(
            state=MarkState.CONFIRMED,
            decided_by=factory.SubFactory(PersonFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )

    case = factory.SubFactory(CaseFactory)
    ground = DemandGround.BEYOND
    words = "超出同类住户的标准"
    proposed_by = factory.SubFactory(PersonFactory)
    proposed_at = factory.LazyFunction(timezone.now)


class DispatchRuleSetFactory(DjangoModelFactory[DispatchRuleSet]):
    """A draft; ``state="current"`` with a number for rules in force."""

    class Meta:
        model = DispatchRuleSet

    made_by = factory.SubFactory(PersonFactory)
    published_at = factory.LazyAttribute(lambda o: timezone.now() if getattr(o, "number", None) else None)


class DispatchRuleFactory(DjangoModelFactory[DispatchRule]):
    class Meta:
        model = DispatchRule

    rule_set = factory.SubFactory(DispatchRuleSetFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = "井盖归市政"
    target = "category"


class DryRunFactory(DjangoModelFactory[DryRun]):
    class Meta:
        model = DryRun

    rule_set = factory.SubFactory(DispatchRuleSetFactory)
    revision = 1
    since = datetime.date(2026, 1, 1)
    until = datetime.date(2026, 3, 31)
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)


class PauseFactory(DjangoModelFactory[Pause]):
    class Meta:
        model = Pause

    run = factory.SubFactory(StageRunFactory)
    since = factory.LazyFunction(timezone.now)
    planned_until = factory.LazyAttribute(lambda o: o.since + datetime.timedelta(days=3))


class RequestFactory(DjangoModelFactory[Request]):
    class Meta:
        model = Request

    case = factory.SubFactory(CaseFactory)
    kind = RequestKind.EXTENSION
    days = factory.LazyAttribute(lambda o: None if o.kind == RequestKind.DISPUTE else 2)
    ground = factory.LazyAttribute(
        lambda o: DisputeGround.NOT_OUR_DUTY if o.kind == RequestKind.DISPUTE else ""
    )
    reason = "等配件"
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)


class CasePartFactory(DjangoModelFactory[CasePart]):
    class Meta:
        model = CasePart

    case = factory.SubFactory(CaseFactory)
    person = factory.SubFactory(PersonFactory)
    part = Part.HANDLED
    since = factory.LazyFunction(timezone.now)


class RecallFactory(DjangoModelFactory[Recall]):
    class Meta:
        model = Recall

    case = factory.SubFactory(CaseFactory)
    unit = factory.SubFactory(OrganisationFactory)
    reason = "派错了单位"
    at = factory.LazyFunction(timezone.now)


class CasePhotoFactory(DjangoModelFactory[CasePhoto]):
    class Meta:
        model = CasePhoto

    case = factory.SubFactory(CaseFactory)
    photo = factory.SubFactory(PhotoFactory)
    role = PhotoRole.REPORT


class TieFactory(DjangoModelFactory[Tie]):
    """One that leads; ``kind="merged"`` with a ``lead`` for one that was merged, ``kind="piece"`` with a ``number``
    besides for a part."""

    class Meta:
        model = Tie

    case = factory.SubFactory(CaseFactory)
    kind = "lead"
    at = factory.LazyFunction(timezone.now)


class JoiningFactory(DjangoModelFactory[Joining]):
    class Meta:
        model = Joining

    case = factory.SubFactory(CaseFactory, state=State.FILED, public_words="井盖松动")
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    joined_at = factory.LazyFunction(timezone.now)


class DoubtFactory(DjangoModelFactory[Doubt]):
    class Meta:
        model = Doubt

    case = factory.SubFactory(CaseFactory)
    round = 1
    kind = DoubtKind.QUICK
    measured = {"minutes": 2, "allowed": 5}
    raised_at = factory.LazyFunction(timezone.now)


class ScoreMonthFactory(DjangoModelFactory[ScoreMonth]):
    class Meta:
        model = ScoreMonth

    month = factory.Sequence(lambda n: datetime.date(2000 + n // 12, n % 12 + 1, 1))
    frozen_at = factory.LazyFunction(timezone.now)
    line_count = 1
    digest = "0" * 64


class ScoreLineFactory(DjangoModelFactory[ScoreLine]):
    class Meta:
        model = ScoreLine

    month = factory.SubFactory(ScoreMonthFactory)
    case = factory.SubFactory(CaseFactory, state=State.CLOSED)
    round = 1
    run = factory.SubFactory(StageRunFactory, case=factory.SelfAttribute("..case"), stage=Stage.HANDLING)
    unit = factory.SubFactory(OrganisationFactory)
    place = factory.SelfAttribute("case.place")
    version = factory.SelfAttribute("case.version")
    since = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda o: o.since + datetime.timedelta(days=2))
    done_at = factory.LazyAttribute(lambda o: o.since + datetime.timedelta(days=1))
    closed_at = factory.SelfAttribute("done_at")
    is_late = False
    why = "counts"


class ScoreTotalFactory(DjangoModelFactory[ScoreTotal]):
    class Meta:
        model = ScoreTotal

    month = factory.SubFactory(ScoreMonthFactory)
    unit = factory.SubFactory(OrganisationFactory)
    lines = timed = in_time = 1
    rated = satisfied = stars = 0


class ScoreCorrectionFactory(DjangoModelFactory[ScoreCorrection]):
    class Meta:
        model = ScoreCorrection

    line = factory.SubFactory(ScoreLineFactory)
    kind = "rated"
    at = factory.LazyFunction(timezone.now)
    is_late = False
    why = "counts"


class AppealFactory(DjangoModelFactory[Appeal]):
    class Meta:
        model = Appeal

    line = factory.SubFactory(ScoreLineFactory)
    for_unit = True
    ground = "times"
    words = "当天就修好了"
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)
    decide_by = factory.LazyAttribute(lambda o: o.asked_at + datetime.timedelta(days=7))


class SavedViewFactory(DjangoModelFactory[SavedView]):
    class Meta:
        model = SavedView

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"我的清单{n}")
    query = "state=reported"


class OutsideLinkFactory(DjangoModelFactory[OutsideLink]):
    class Meta:
        model = OutsideLink

    case = factory.SubFactory(CaseFactory)
    unit = factory.LazyAttribute(lambda o: o.case.unit or OrganisationFactory())
    name = "市供水公司"
    matter = "路面冒水"
    asked = "请看看是不是你们的管子"
    seed = factory.Sequence(lambda n: f"{n:032d}")
    token_hash = factory.LazyAttribute(lambda o: hash_token(token_of(o.seed)))
    sent_by = factory.SubFactory(PersonFactory)
    sent_at = factory.LazyFunction(timezone.now)
    until = factory.LazyAttribute(lambda o: o.sent_at + datetime.timedelta(days=3))
    expires_at = factory.LazyAttribute(lambda o: o.until + datetime.timedelta(days=7))


class OutsideAnswerFactory(DjangoModelFactory[OutsideAnswer]):
    class Meta:
        model = OutsideAnswer

    link = factory.SubFactory(OutsideLinkFactory)
    kind = OutsideKind.ASK
    words = "在路的哪一边？"
    at = factory.LazyFunction(timezone.now)


class OutsidePhotoFactory(DjangoModelFactory[OutsidePhoto]):
    class Meta:
        model = OutsidePhoto

    answer = factory.SubFactory(OutsideAnswerFactory)
    photo = factory.SubFactory(PhotoFactory)
    role = PhotoRole.AFTER


class DossierFactory(DjangoModelFactory[Dossier]):
    class Meta:
        model = Dossier

    case = factory.SubFactory(CaseFactory)
    kind = "office"
    who = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)


class SupervisionOrderFactory(DjangoModelFactory[SupervisionOrder]):
    class Meta:
        model = SupervisionOrder

    case = factory.SubFactory(CaseFactory)
    level = OrderLevel.STREET
    reason = "拖了三周没有动静"
    wanted = "本周内修好并说明原因"
    days = 2
    issued_by = factory.SubFactory(PersonFactory)
    issued_at = factory.LazyFunction(timezone.now)
    term_since = factory.SelfAttribute("issued_at")
    due_at = factory.LazyAttribute(lambda o: o.issued_at + datetime.timedelta(days=2))
