"""Factories of help stations and wishes."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.common.source import Source
from jiayuan.modules.help.enums import PostRole, Tier, WishState
from jiayuan.modules.help.fund_enums import AccountKind, PaymentKind
from jiayuan.modules.help.models import (
    Account,
    Allotment,
    Asking,
    Away,
    CallBack,
    CallBackDraw,
    Claim,
    Fund,
    ItemPhoto,
    Ladder,
    LadderRule,
    MatchLine,
    MatchRun,
    Payment,
    Post,
    PostMember,
    Readiness,
    Recipient,
    RecipientContact,
    RelayLine,
    ServiceRecord,
    SpecialService,
    Station,
    StationItem,
    Swap,
    TierStay,
    Transfer,
    Visit,
    Wish,
    WishContact,
    WishPhoto,
    WishPicture,
    WishVoice,
)
from jiayuan.modules.help.station_enums import ItemKind, ItemState

from .foundation import ConsentFactory, PersonFactory, PhotoFactory, PlaceFactory, SoundFactory

OPENED = datetime.date(2026, 1, 5)


class StationFactory(DjangoModelFactory[Station]):
    class Meta:
        model = Station
        django_get_or_create = ("community",)

    community = factory.SubFactory(PlaceFactory)
    name = "党建微帮站"
    name_en = "Help station"
    opened_on = OPENED


class StationItemFactory(DjangoModelFactory[StationItem]):
    """Its sign, which is there."""

    class Meta:
        model = StationItem

    station = factory.SubFactory(StationFactory)
    kind = ItemKind.SIGN
    state = ItemState.THERE
    since = OPENED
    looked_by = factory.SubFactory(PersonFactory)
    looked_at = factory.LazyFunction(timezone.now)


class ItemPhotoFactory(DjangoModelFactory[ItemPhoto]):
    class Meta:
        model = ItemPhoto

    item = factory.SubFactory(StationItemFactory)
    photo = factory.SubFactory(PhotoFactory, purpose="help-station")


class PostFactory(DjangoModelFactory[Post]):
    """A team, in its station's community."""

    class Meta:
        model = Post

    station = factory.SubFactory(StationFactory)
    tier = Tier.TEAM
    name = factory.Sequence(lambda n: f"互助队{n}")
    place = factory.SelfAttribute("station.community")
    since = OPENED


class PostMemberFactory(DjangoModelFactory[PostMember]):
    """Verified."""

    class Meta:
        model = PostMember

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory)
    role = PostRole.HELPER
    since = OPENED
    verified_by = factory.SubFactory(PersonFactory)
    verified_at = factory.LazyFunction(timezone.now)


class WishFactory(DjangoModelFactory[Wish]):
    """Just posted, by somebody with an account."""

    class Meta:
        model = Wish

    kind = "repair"
    place = factory.SubFactory(PlaceFactory)
    address = "3号楼2单元501"
    words = "纱窗坏了，想找人修一下"
    title = "修纱窗"
    public_words = "一位居民的纱窗坏了"
    wisher = factory.SubFactory(PersonFactory)
    source = Source.PHONE
    token_hash = factory.Sequence(lambda n: hash_token(f"wish-{n}"))
    posted_at = factory.LazyFunction(timezone.now)
    sort_by = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(hours=4))


class OpenWishFactory(WishFactory):
    """Offered to the teams, and climbs tomorrow."""

    class Meta:
        skip_postgeneration_save = True

    state = WishState.OPEN
    tier = Tier.TEAM
    opened_at = factory.LazyFunction(timezone.now)
    climbs_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))

    @factory.post_generation
    def stay(self, create: bool, *_args: object, **_kwargs: object) -> None:
        if create:
            TierStay.objects.create(wish=self, tier=self.tier, since=timezone.now())


class WishVoiceFactory(DjangoModelFactory[WishVoice]):
    class Meta:
        model = WishVoice

    wish = factory.SubFactory(WishFactory)
    sound = factory.SubFactory(SoundFactory)


class WishContactFactory(DjangoModelFactory[WishContact]):
    class Meta:
        model = WishContact

    wish = factory.SubFactory(WishFactory)
    name = "张奶奶"
    phone = "+8613800138000"


class TierStayFactory(DjangoModelFactory[TierStay]):
    class Meta:
        model = TierStay

    wish = factory.SubFactory(WishFactory)
    tier = Tier.TEAM
    since = factory.LazyFunction(timezone.now)


class ClaimFactory(DjangoModelFactory[Claim]):
    class Meta:
        model = Claim

    wish = factory.SubFactory(OpenWishFactory)
    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    seat = 1
    claimed_at = factory.LazyFunction(timezone.now)
    contact_by = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
    fulfil_by = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))


class RelayLineFactory(DjangoModelFactory[RelayLine]):
    class Meta:
        model = RelayLine

    claim = factory.SubFactory(ClaimFactory)
    wish = factory.SelfAttribute("claim.wish")
    from_wisher = False
    words = "明天上午来，方便吗？"
    at = factory.LazyFunction(timezone.now)


class ServiceRecordFactory(DjangoModelFactory[ServiceRecord]):
    """Without a wish, entered by the desk."""

    class Meta:
        model = ServiceRecord

    post = factory.SubFactory(PostFactory)
    kind = "errand"
    words = "广场义剪"
    day = OPENED
    people = 12
    written_by = factory.SubFactory(PersonFactory)
    written_at = factory.LazyFunction(timezone.now)


class SpecialServiceFactory(DjangoModelFactory[SpecialService]):
    """Every Tuesday and Friday at ten."""

    class Meta:
        model = SpecialService

    post = factory.SubFactory(PostFactory)
    name = factory.Sequence(lambda n: f"女儿团{n}")
    rule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,FR"
    first = OPENED
    starts = datetime.time(10)
    minutes = 60
    people = 2


class RecipientFactory(DjangoModelFactory[Recipient]):
    class Meta:
        model = Recipient

    service = factory.SubFactory(SpecialServiceFactory)
    consent = factory.SubFactory(ConsentFactory)
    place = factory.SelfAttribute("service.post.place")
    address = "3号楼1单元201"
    since = OPENED
    token_hash = factory.Sequence(lambda n: hash_token(f"visited-{n}"))


class RecipientContactFactory(DjangoModelFactory[RecipientContact]):
    class Meta:
        model = RecipientContact

    recipient = factory.SubFactory(RecipientFactory)
    name = "郝奶奶"
    phone = "+8613800138001"


class VisitFactory(DjangoModelFactory[Visit]):
    """Planned for today, by somebody of the team."""

    class Meta:
        model = Visit

    service = factory.SubFactory(SpecialServiceFactory)
    recipient = factory.SubFactory(RecipientFactory, service=factory.SelfAttribute("..service"))
    day = factory.LazyFunction(today)
    person = factory.SubFactory(PersonFactory)


class AwayFactory(DjangoModelFactory[Away]):
    class Meta:
        model = Away

    person = factory.SubFactory(PersonFactory)
    first = factory.LazyFunction(today)
    last = factory.LazyFunction(today)


class SwapFactory(DjangoModelFactory[Swap]):
    class Meta:
        model = Swap

    visit = factory.SubFactory(VisitFactory)
    giver = factory.SubFactory(PersonFactory)
    taker = factory.SubFactory(PersonFactory)
    revision = 1


class LadderFactory(DjangoModelFactory[Ladder]):
    """Not in force: one is already."""

    class Meta:
        model = Ladder

    since = factory.LazyFunction(timezone.now)
    is_in_force = False


class LadderRuleFactory(DjangoModelFactory[LadderRule]):
    class Meta:
        model = LadderRule

    ladder = factory.SubFactory(LadderFactory)
    order = factory.Sequence(lambda n: n)
    tier = Tier.TEAM
    amount = 1
    unit = "working_days"


class FundFactory(DjangoModelFactory[Fund]):
    """Without its accounts: a whole one is opened by the first grant."""

    class Meta:
        model = Fund
        django_get_or_create = ("community",)

    community = factory.SubFactory(PlaceFactory)
    since = OPENED


class AccountFactory(DjangoModelFactory[Account]):
    class Meta:
        model = Account
        django_get_or_create = ("fund", "kind")

    fund = factory.SubFactory(FundFactory)
    kind = AccountKind.AVAILABLE


class PaymentFactory(DjangoModelFactory[Payment]):
    """Asked for; for a wish if one is given."""

    class Meta:
        model = Payment

    fund = factory.SubFactory(FundFactory)
    kind = factory.LazyAttribute(lambda o: PaymentKind.WISH if o.wish else PaymentKind.GOODS)
    wish = None
    amount = 5000
    payee = "新建路五金店"
    words = "急救箱一个"
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)


class TransferFactory(DjangoModelFactory[Transfer]):
    """A budget; the balances stay as they are."""

    class Meta:
        model = Transfer

    origin = factory.SubFactory(AccountFactory, kind=AccountKind.BUDGET)
    target = factory.SubFactory(
        AccountFactory, kind=AccountKind.AVAILABLE, fund=factory.SelfAttribute("..origin.fund")
    )
    amount = 100_000
    made_by = factory.SubFactory(PersonFactory)
    at = factory.LazyFunction(timezone.now)


class WishPhotoFactory(DjangoModelFactory[WishPhoto]):
    """Nobody said anything of the wall yet."""

    class Meta:
        model = WishPhoto

    claim = factory.SubFactory(ClaimFactory)
    photo = factory.SubFactory(PhotoFactory, purpose="wish")
    side = "after"


class WishPictureFactory(DjangoModelFactory[WishPicture]):
    class Meta:
        model = WishPicture

    wish = factory.SubFactory(WishFactory)
    photo = factory.SubFactory(PhotoFactory, purpose="wish-shown")


class AllotmentFactory(DjangoModelFactory[Allotment]):
    class Meta:
        model = Allotment

    fund = factory.SubFactory(FundFactory)
    year = 2026
    kind = PaymentKind.GOODS
    amount = 50_000
    set_by = factory.SubFactory(PersonFactory)
    set_at = factory.LazyFunction(timezone.now)


class CallBackDrawFactory(DjangoModelFactory[CallBackDraw]):
    class Meta:
        model = CallBackDraw

    community = factory.SubFactory(PlaceFactory)
    month = factory.Sequence(lambda n: datetime.date(2020 + n // 12, n % 12 + 1, 1))
    fulfilled = 10
    drawn = 1


class CallBackFactory(DjangoModelFactory[CallBack]):
    """Waits to be called."""

    class Meta:
        model = CallBack

    wish = factory.SubFactory(WishFactory)
    served = factory.SelfAttribute("wish.place")
    draw = factory.SubFactory(CallBackDrawFactory, community=factory.SelfAttribute("..served"))
    checker = factory.SubFactory(PlaceFactory, path="140106004099")
    due_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))


class AskingFactory(DjangoModelFactory[Asking]):
    """Waits for an answer."""

    class Meta:
        model = Asking

    wish = factory.SubFactory(OpenWishFactory)
    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)
    until = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))


class ReadinessFactory(DjangoModelFactory[Readiness]):
    class Meta:
        model = Readiness

    person = factory.SubFactory(PersonFactory)


class MatchRunFactory(DjangoModelFactory[MatchRun]):
    """Ready, with nothing to match."""

    class Meta:
        model = MatchRun

    place = factory.SubFactory(PlaceFactory)
    state = "ready"
    asked_by = factory.SubFactory(PersonFactory)


class MatchLineFactory(DjangoModelFactory[MatchLine]):
    class Meta:
        model = MatchLine

    run = factory.SubFactory(MatchRunFactory)
    wish = factory.SubFactory(OpenWishFactory)
    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    metres = 120
