"""Factories of the foundation and of voice."""

import datetime

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.evidence.models import Photo, Sound
from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
from jiayuan.foundation.organisations.models import Contact, Organisation
from jiayuan.foundation.people.enums import CodePurpose, ConsentManner
from jiayuan.foundation.people.models import Consent, OneTimeCode, Person
from jiayuan.foundation.places.enums import PlaceKind, SuccessionKind
from jiayuan.foundation.places.models import Place, PlaceName, PlaceSuccession
from jiayuan.services.voice.models import Rating

KIND_OF_LENGTH = {
    6: PlaceKind.DISTRICT,
    9: PlaceKind.STREET,
    12: PlaceKind.COMMUNITY,
    15: PlaceKind.ESTATE,
    18: PlaceKind.BUILDING,
    20: PlaceKind.UNIT,
}
UP = {9: 6, 12: 9, 15: 12, 18: 15, 20: 18}


class PlaceFactory(DjangoModelFactory[Place]):
    """``PlaceFactory(path="140106004010")`` makes the community and whatever lies around it."""

    class Meta:
        model = Place
        django_get_or_create = ("path",)

    path = "140106004010"
    kind = factory.LazyAttribute(lambda o: KIND_OF_LENGTH[len(o.path)])
    name = factory.LazyAttribute(lambda o: f"测试{KIND_OF_LENGTH[len(o.path)].value}{o.path[-3:]}")
    parent = factory.LazyAttribute(
        lambda o: PlaceFactory(path=o.path[: UP[len(o.path)]]) if len(o.path) > 6 else None
    )
    latitude = 37.86
    longitude = 112.57


class PlaceNameFactory(DjangoModelFactory[PlaceName]):
    class Meta:
        model = PlaceName

    place = factory.SubFactory(PlaceFactory)
    name = "旧名社区"


class PlaceSuccessionFactory(DjangoModelFactory[PlaceSuccession]):
    class Meta:
        model = PlaceSuccession

    before = factory.SubFactory(PlaceFactory, path="140106004010")
    after = factory.SubFactory(PlaceFactory, path="140106004011")
    kind = SuccessionKind.MERGE
    on = datetime.date(2020, 1, 1)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"测试员{n}")
    phone = factory.Sequence(lambda n: f"+861380000{n % 10000:04d}")
    phone_proven_at = factory.LazyAttribute(lambda each: timezone.now() if each.phone else None)
    password = "!"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"测试单位{n}")
    kind = OrganisationKind.UNIT
    function = UnitFunction.MUNICIPAL
    place = factory.SubFactory(PlaceFactory, path="140106004")


class OrganisationContactFactory(DjangoModelFactory[Contact]):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = "王联系"
    phone = "+8613911112222"


class RoleGrantFactory(DjangoModelFactory[RoleGrant]):
    class Meta:
        model = RoleGrant

    person = factory.SubFactory(PersonFactory)
    role = Role.COMMUNITY_WORKER
    place = factory.SubFactory(PlaceFactory)
    since = datetime.date(2019, 1, 1)


class OneTimeCodeFactory(DjangoModelFactory[OneTimeCode]):
    class Meta:
        model = OneTimeCode

    phone = "+8613800138000"
    purpose = CodePurpose.SIGN_IN
    code_hash = "0" * 64
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda o: o.sent_at + datetime.timedelta(minutes=5))


class ConsentFactory(DjangoModelFactory[Consent]):
    class Meta:
        model = Consent

    beneficiary_name = "张奶奶"
    helper = factory.SubFactory(PersonFactory)
    purpose = "report"
    manner = ConsentManner.SPOKEN
    given_at = factory.LazyFunction(timezone.now)


class PhotoFactory(DjangoModelFactory[Photo]):
    class Meta:
        model = Photo

    purpose = "case"
    file = factory.LazyFunction(lambda: ContentFile(b"jpeg", name="a.jpg"))
    thumbnail = factory.LazyFunction(lambda: ContentFile(b"jpeg", name="t.jpg"))
    width = 800
    height = 600
    bytes = 4
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    perceptual_hash = factory.Sequence(lambda n: f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}")


class SoundFactory(DjangoModelFactory[Sound]):
    class Meta:
        model = Sound

    purpose = "wish-voice"
    file = factory.LazyFunction(lambda: ContentFile(b"sound", name="a.webm"))
    mime = "audio/webm"
    milliseconds = 12_000
    bytes = 5
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class RatingFactory(DjangoModelFactory[Rating]):
    class Meta:
        model = Rating

    subject = factory.Sequence(lambda n: f"case/{n}")
    service = "cases"
    place = factory.SubFactory(PlaceFactory)
    score = 5
    rated_at = factory.LazyFunction(timezone.now)
