"""Factories of what machines bring along: tokens, systems, kept answers."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from jiayuan.doors.api.models import GivenAnswer
from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.tokens.models import ApiToken, SystemAccount
from jiayuan.foundation.clock.now import now, today

from .foundation import PersonFactory, PlaceFactory


class ApiTokenFactory(DjangoModelFactory[ApiToken]):
    """``text`` is what its program sends."""

    class Meta:
        model = ApiToken

    class Params:
        text = factory.Sequence(lambda number: f"jy_{number:040}")

    person = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda number: f"token {number}")
    prefix = factory.LazyAttribute(lambda token: token.text[:11])
    hash = factory.LazyAttribute(lambda token: hash_token(token.text))
    scopes = factory.LazyFunction(lambda: ["cases.see"])
    place = factory.SubFactory(PlaceFactory)
    until = factory.LazyFunction(lambda: today() + timedelta(days=30))
    issued_by = factory.SelfAttribute("person")


class SystemAccountFactory(DjangoModelFactory[SystemAccount]):
    class Meta:
        model = SystemAccount

    person = factory.SubFactory(PersonFactory, phone=None)
    purpose = "派单"
    place = factory.SubFactory(PlaceFactory)
    opened_by = factory.SubFactory(PersonFactory)


class GivenAnswerFactory(DjangoModelFactory[GivenAnswer]):
    class Meta:
        model = GivenAnswer

    key = factory.Sequence(lambda number: f"{number:064x}")
    request_hash = "0" * 64
    claimed_at = factory.LazyFunction(now)
