"""Today's wishes in the demonstration's community: every state, every tier, every end. Told one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.services.cases.models import Case

from ..domain.acts import Given, perform_action
from ..domain.asking import answer_asking, ask_helper
from ..domain.claims import claim_wish, fulfil_claim, lapse_all, note_contact, return_claim
from ..domain.confirming import confirm_silent
from ..domain.ladder import climb_all
from ..domain.post import WishDraft, post_wish
from ..domain.services import ServiceDraft, write_service
from ..enums import TIERS, Tier, WishAction
from ..models import Claim, Wish
from .network import Network
from .wishes import OPEN, OVER, POSTED, RUNNING, WishText

STREET_LIGHT = "P0103"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
GIVEN_UP = "多方询问仍无人能做，社区已告知本人另想办法"


@dataclass
class Stage:
    context: DemoContext
    network: Network

    def wisher(self, text: WishText) -> Actor:
        return Actor(person=self.context.people[text.wisher])

    def post(self, text: WishText, before: timedelta) -> Wish:
        """Written by themselves; the elder's by the worker, who asked her."""
        with at(self.context.now - before):
            by, consent, wisher = self.wisher(text), None, self.wisher(text).person
            if text.wisher == "elder":
                by = self.network.desk
                consent = record_consent(
                    helper=by, purpose="代为发布微心愿", manner=ConsentManner.SPOKEN,
                    beneficiary=self.context.people["elder"],
                )  # fmt: skip
            draft = WishDraft(
                text.words, self.network.courtyard.path, text.kind, text.urgency, text.concern, text.address,
                text.skills, consent=consent, contact_name=str(wisher),
                contact_phone=getattr(wisher, "phone", "") or "",
            )  # fmt: skip
            return post_wish(draft, by=by).wish

    def open(self, text: WishText, before: timedelta) -> Wish:
        wish = self.post(text, before)
        given = Given(title=text.title, public_words=text.public_words, seats=text.seats)
        return self.act(wish, WishAction.OPEN, before - 20 * MINUTE, given=given)

    def act(
        self,
        wish: Wish,
        action: WishAction,
        before: timedelta,
        *,
        by: Actor | None = None,
        given: Given | None = None,
    ) -> Wish:
        with at(self.context.now - before):
            return perform_action(wish.pk, action, by=by or self.network.desk, given=given)

    def lift(self, wish: Wish, tier: Tier, before: timedelta) -> Wish:
        """The desk offers it further up, a minute apart."""
        for turn in range(len(TIERS)):
            if wish.tier == tier:
                break
            wish = self.act(wish, WishAction.CLIMB, before - turn * MINUTE)
        return wish

    def claim(self, wish: Wish, helper: Actor, before: timedelta) -> Claim:
        with at(self.context.now - before):
            return claim_wish(wish.pk, by=helper)

    def touch(self, claim: Claim, helper: Actor, before: timedelta) -> None:
        with at(self.context.now - before):
            note_contact(claim.pk, by=helper)

    def fulfil(self, claim: Claim, helper: Actor, words: str, before: timedelta) -> None:
        with at(self.context.now - before):
            fulfil_claim(claim.pk, words=words, by=helper)


def tell_wishes(context: DemoContext, network: Network) -> None:
    """What is over first, then what runs: nothing falls due in between."""
    stage = Stage(context, network)
    for number, text in enumerate(OVER):
        _fulfilled(stage, text, timedelta(days=100 - 25 * number))
    for text, end in zip(POSTED[2:], (_declined, _moved, _withdrawn, _unmet), strict=True):
        end(stage, text)
    _services(stage)
    for text, tier in zip(OPEN, Tier, strict=True):
        stage.lift(stage.open(text, 3 * HOUR), tier, HOUR)
    _asked(stage)
    for text, go_on in zip(RUNNING, _GOING_ON, strict=True):
        go_on(stage, text)
    for text in POSTED[:2]:
        stage.post(text, 25 * MINUTE)


def _fulfilled(stage: Stage, text: WishText, before: timedelta) -> None:
    """It climbs by itself to the team, whose helper does it; who wished says yes, or silence does."""
    wish, helper = stage.open(text, before), stage.network.team
    wish.refresh_from_db()
    while wish.tier == Tier.POINT and wish.climbs_at is not None:
        with at(wish.climbs_at + MINUTE):
            climb_all()
        wish.refresh_from_db()
    since = max(stage.context.now - before + HOUR, *(each.since for each in wish.stays.all())) + 2 * HOUR
    with at(since):
        claim = claim_wish(wish.pk, by=helper)
    with at(since + HOUR):
        note_contact(claim.pk, by=helper)
    with at(since + 3 * HOUR):
        fulfil_claim(claim.pk, words=text.done, by=helper)
    wish.refresh_from_db()
    if text.is_silent and wish.confirm_by is not None:
        with at(wish.confirm_by + MINUTE):
            confirm_silent()
    else:
        with at(since + 5 * HOUR):
            perform_action(wish.pk, WishAction.CONFIRM, by=stage.wisher(text), given=Given(words="谢谢你们"))


def _declined(stage: Stage, text: WishText) -> None:
    wish = stage.post(text, 9 * DAY)
    given = Given(words="这是买卖，请找正规中介；需要陪同可以再说")
    stage.act(wish, WishAction.DECLINE, 9 * DAY - HOUR, given=given)


def _moved(stage: Stage, text: WishText) -> None:
    wish = stage.post(text, 3 * HOUR)
    given = Given(words="路灯归市政维修，已替您转为事项", category_code=STREET_LIGHT)
    wish = stage.act(wish, WishAction.MOVE, 2 * HOUR, given=given)
    Case.objects.filter(from_wish=wish).update(is_demo=True)


def _withdrawn(stage: Stage, text: WishText) -> None:
    wish = stage.open(text, 7 * DAY)
    by = stage.wisher(text)
    stage.act(wish, WishAction.WITHDRAW, 7 * DAY - HOUR, by=by, given=Given(words="孩子回来帮忙了"))


def _unmet(stage: Stage, text: WishText) -> None:
    wish = stage.lift(stage.open(text, 6 * DAY), Tier.FUND, 6 * DAY - HOUR)
    stage.act(wish, WishAction.GIVE_UP, 6 * DAY - 3 * HOUR, given=Given(words=GIVEN_UP))


def _asked(stage: Stage) -> None:
    """Two helpers were asked quietly: one has not answered, one cannot this time."""
    wishes = {wish.title: wish for wish in Wish.objects.filter(title__in=[OPEN[0].title, OPEN[1].title])}
    with at(stage.context.now - 30 * MINUTE):
        ask_helper(wishes[OPEN[0].title].pk, stage.network.point.pk or 0, by=stage.network.desk)
    with at(stage.context.now - 40 * MINUTE):
        asking = ask_helper(wishes[OPEN[1].title].pk, stage.network.team.pk or 0, by=stage.network.desk)
    with at(stage.context.now - 20 * MINUTE):
        answer_asking(asking.pk, False, by=stage.network.team)


def _services(stage: Stage) -> None:
    """The centre's own regular help, written down by the desk."""
    post = stage.network.centre
    home = post.person.help_posts.order_by("pk")[0].post if post.person is not None else None
    if home is None:
        return
    for before, kind, words, people in (
        (21, "company", "看望独居老人", 8), (14, "errand", "广场义剪", 23), (7, "advice", "教老人用手机", 12),
    ):  # fmt: skip
        with at(stage.context.now - before * DAY):
            day = (stage.context.now - before * DAY).date()
            write_service(ServiceDraft(home.pk, day, people, kind, words), by=stage.network.desk)


def _waits_for_yes(stage: Stage, text: WishText) -> None:
    helper = stage.network.point
    claim = stage.claim(stage.open(text, 6 * HOUR), helper, 5 * HOUR)
    stage.touch(claim, helper, 4 * HOUR)
    stage.fulfil(claim, helper, text.done, HOUR)


def _just_claimed(stage: Stage, text: WishText) -> None:
    stage.claim(stage.open(text, 3 * HOUR), stage.network.point, 40 * MINUTE)


def _in_touch(stage: Stage, text: WishText) -> None:
    wish = stage.lift(stage.open(text, 4 * HOUR), Tier.TEAM, 3 * HOUR)
    claim = stage.claim(wish, stage.network.team, 2 * HOUR)
    stage.touch(claim, stage.network.team, HOUR)


def _one_of_two(stage: Stage, text: WishText) -> None:
    wish = stage.open(text, 3 * HOUR)
    stage.claim(wish, stage.network.point, HOUR)


def _came_back(stage: Stage, text: WishText) -> None:
    """Given back, and taken on by somebody of another community."""
    wish = stage.open(text, 5 * HOUR)
    helper = stage.network.point
    claim = stage.claim(wish, helper, 4 * HOUR)
    with at(stage.context.now - 3 * HOUR):
        return_claim(claim.pk, reason="临时加班，抱歉", by=helper)
    stage.lift(wish, Tier.STREET, 2 * HOUR)
    stage.claim(wish, stage.network.street, HOUR)


def _not_done_yet(stage: Stage, text: WishText) -> None:
    """Done, said the shop; not yet, said who wished."""
    wish = stage.lift(stage.open(text, 6 * HOUR), Tier.MERCHANT, 5 * HOUR)
    claim = stage.claim(wish, stage.network.merchant, 4 * HOUR)
    stage.fulfil(claim, stage.network.merchant, text.done, 3 * HOUR)
    given = Given(words="还差一把钥匙")
    stage.act(wish, WishAction.OBJECT, 2 * HOUR, by=stage.wisher(text), given=given)


def _ran_out(stage: Stage, text: WishText) -> None:
    """Nobody was spoken with in time: it went back by itself, and the centre is on it."""
    wish = stage.open(text, 4 * DAY)
    claim = stage.claim(wish, stage.network.point, 4 * DAY - HOUR)
    lapsed = claim.contact_by + MINUTE
    with at(lapsed):
        lapse_all()
    before = stage.context.now - lapsed
    stage.lift(wish, Tier.CENTRE, before - HOUR)
    centre = stage.network.centre
    stage.touch(stage.claim(wish, centre, before - 2 * HOUR), centre, before - 3 * HOUR)


_GOING_ON: tuple[Callable[[Stage, WishText], None], ...] = (
    _waits_for_yes, _just_claimed, _in_touch, _one_of_two, _came_back, _not_done_yet, _ran_out,
)  # fmt: skip
