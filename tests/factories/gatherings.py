"""Factories of gatherings. They write rows; for a true history use the domain functions."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.services.gatherings.enums import PresenceSource, SignUpState, State
from jiayuan.services.gatherings.models import (
    CalendarFeed,
    Material,
    Poll,
    PollChoice,
    PollVote,
    Presence,
    Promise,
    Question,
    Reminder,
    Series,
    Session,
    SessionPhoto,
    SessionRole,
    SignUp,
    Support,
)

from .foundation import PersonFactory, PhotoFactory, PlaceFactory


class SeriesFactory(DjangoModelFactory[Series]):
    """Every Friday at six, for an hour."""

    class Meta:
        model = Series

    place = factory.SubFactory(PlaceFactory)
    kind = "meeting"
    title = "周五一小时"
    rule = "FREQ=WEEKLY;BYDAY=FR"
    first_on = datetime.date(2026, 11, 6)
    starts = datetime.time(18)
    minutes = 60
    roles = [{"name": "参加者", "name_en": "", "seats": 12, "min_age": None, "needs": [], "leads": False}]


class SessionFactory(DjangoModelFactory[Session]):
    """Published, an hour long, begins tomorrow."""

    class Meta:
        model = Session

    place = factory.SubFactory(PlaceFactory)
    kind = "meeting"
    title = "清理小院"
    starts_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + datetime.timedelta(hours=1))
    state = State.PUBLISHED


class SessionRoleFactory(DjangoModelFactory[SessionRole]):
    class Meta:
        model = SessionRole

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"角色{n}")
    seats = 12


class SignUpFactory(DjangoModelFactory[SignUp]):
    """Somebody with a seat."""

    class Meta:
        model = SignUp

    role = factory.SubFactory(SessionRoleFactory)
    session = factory.LazyAttribute(lambda o: o.role.session)
    person = factory.SubFactory(PersonFactory)
    state = SignUpState.HELD
    seat = factory.Sequence(lambda n: n + 1)
    ticket = factory.Sequence(lambda n: n + 1)
    signed_at = factory.LazyFunction(timezone.now)


class PresenceFactory(DjangoModelFactory[Presence]):
    class Meta:
        model = Presence

    sign_up = factory.SubFactory(SignUpFactory)
    in_at = factory.LazyAttribute(lambda o: o.sign_up.session.starts_at)
    in_source = PresenceSource.HOST


class CalendarFeedFactory(DjangoModelFactory[CalendarFeed]):
    class Meta:
        model = CalendarFeed

    person = factory.SubFactory(PersonFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    made_at = factory.LazyFunction(timezone.now)


class ReminderFactory(DjangoModelFactory[Reminder]):
    class Meta:
        model = Reminder

    session = factory.SubFactory(SessionFactory)
    starts_at = factory.LazyAttribute(lambda o: o.session.starts_at)
    minutes = 120
    sent_at = factory.LazyFunction(timezone.now)


class QuestionFactory(DjangoModelFactory[Question]):
    class Meta:
        model = Question

    session = factory.SubFactory(SessionFactory)
    asked_by = factory.SubFactory(PersonFactory)
    words = factory.Sequence(lambda n: f"第{n}个问题？")
    asked_at = factory.LazyFunction(timezone.now)


class SupportFactory(DjangoModelFactory[Support]):
    class Meta:
        model = Support

    question = factory.SubFactory(QuestionFactory)
    person = factory.SubFactory(PersonFactory)


class PollFactory(DjangoModelFactory[Poll]):
    class Meta:
        model = Poll

    session = factory.SubFactory(SessionFactory)
    words = "下次几点开始？"
    made_at = factory.LazyFunction(timezone.now)


class PollChoiceFactory(DjangoModelFactory[PollChoice]):
    class Meta:
        model = PollChoice

    poll = factory.SubFactory(PollFactory)
    number = factory.Sequence(lambda n: n % 30000 + 1)
    words = factory.Sequence(lambda n: f"{n}点")


class PollVoteFactory(DjangoModelFactory[PollVote]):
    class Meta:
        model = PollVote

    choice = factory.SubFactory(PollChoiceFactory)
    poll = factory.LazyAttribute(lambda o: o.choice.poll)
    person = factory.SubFactory(PersonFactory)
    voted_at = factory.LazyFunction(timezone.now)


class MaterialFactory(DjangoModelFactory[Material]):
    class Meta:
        model = Material

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"手套{n}")
    wanted = 10


class PromiseFactory(DjangoModelFactory[Promise]):
    class Meta:
        model = Promise

    material = factory.SubFactory(MaterialFactory)
    person = factory.SubFactory(PersonFactory)
    count = 2


class SessionPhotoFactory(DjangoModelFactory[SessionPhoto]):
    """Of before, on which nobody can be recognised."""

    class Meta:
        model = SessionPhoto

    session = factory.SubFactory(SessionFactory)
    photo = factory.SubFactory(PhotoFactory, purpose="gathering")
    side = "before"
    consent = "nobody"
