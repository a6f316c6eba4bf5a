"""Tiers of the network, and kinds, states and actions of wishes and claims."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(TextChoices):
    """Where a wish is offered, from the nearest to the last resort. Each takes in those before it."""

    POINT = "point", _("Help point of the building")
    TEAM = "team", _("Help team of the courtyard")
    CENTRE = "centre", _("Service centre of the community")
    STREET = "street", _("Stations of the street")
    MERCHANT = "merchant", _("Merchants and institutions")
    FUND = "fund", _("Community fund")


TIERS: tuple[Tier, ...] = tuple(Tier)


class PassedOver(TextChoices):
    """Why a wish does not stand on a tier: there, nobody could take it on."""

    NO_POST = "no_post", _("there is none here")
    NO_HELPER = "no_helper", _("nobody helps there yet")


POST_TIERS = (Tier.CENTRE, Tier.TEAM, Tier.POINT, Tier.MERCHANT)
"""Of which a station is made: 服务中心, 服务队, 服务点, 服务站."""


class PostRole(TextChoices):
    KEEPER = "keeper", _("Keeper")
    HELPER = "helper", _("Helper")


class WishKind(TextChoices):
    """小问题 小麻烦 小纠纷 小心愿, and what is asked for."""

    REPAIR = "repair", _("Something to mend")
    ERRAND = "errand", _("A hand with something")
    THING = "thing", _("A thing that is needed")
    ADVICE = "advice", _("Advice of somebody who knows")
    COMPANY = "company", _("Company, a visit")
    DISPUTE = "dispute", _("Trouble between people")


class Urgency(TextChoices):
    TODAY = "today", _("Today, if possible")
    WEEK = "week", _("Within the week")
    CALM = "calm", _("There is time")


class Concern(TextChoices):
    """For whom; seen by who decides and by verified helpers, never by the public."""

    ANYBODY = "anybody", pgettext_lazy("for whom a wish is", "Nobody in particular")
    ELDER = "elder", _("An elder")
    CHILD = "child", _("A child")
    DISABLED = "disabled", _("Somebody with a disability")
    HARDSHIP = "hardship", _("A family in hardship")


class WishState(TextChoices):
    POSTED = "posted", pgettext_lazy("state of a wish", "Being looked at")
    OPEN = "open", pgettext_lazy("state of a wish", "Looking for a helper")
    CLAIMED = "claimed", pgettext_lazy("state of a wish", "Somebody is on it")
    DONE = "done", pgettext_lazy("state of a wish", "Done, says the helper")
    SPLIT = "split", pgettext_lazy("state of a wish", "Looked after in parts")
    FULFILLED = "fulfilled", pgettext_lazy("state of a wish", "Fulfilled")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a wish", "Withdrawn")
    DECLINED = "declined", pgettext_lazy("state of a wish", "Not taken up")
    MOVED = "moved", pgettext_lazy("state of a wish", "Became a report")
    UNMET = "unmet", pgettext_lazy("state of a wish", "Nobody was found")
    PARTLY = "partly", pgettext_lazy("state of a wish", "Fulfilled in part")


ENDS = (
    WishState.FULFILLED, WishState.WITHDRAWN, WishState.DECLINED, WishState.MOVED, WishState.UNMET,
    WishState.PARTLY,
)  # fmt: skip
LIVE_STATES = tuple(each for each in WishState if each not in ENDS)
PUBLIC_STATES = (WishState.OPEN, WishState.CLAIMED, WishState.DONE, WishState.FULFILLED)
"""Everybody may read the card, if it is not that of a wish that was split: then each part has its own."""
TAKEN_UP_STATES = (*PUBLIC_STATES, WishState.SPLIT, WishState.PARTLY, WishState.UNMET)


class WishAction(TextChoices):
    OPEN = "open", pgettext_lazy("action on a wish", "Take it up")
    DECLINE = "decline", pgettext_lazy("action on a wish", "Not take it up")
    MOVE = "move", pgettext_lazy("action on a wish", "Make it a report")
    WITHDRAW = "withdraw", pgettext_lazy("action on a wish", "Withdraw it")
    AMEND = "amend", pgettext_lazy("action on a wish", "Change the card")
    PLACE = "place", pgettext_lazy("action on a wish", "Change where it is needed")
    CLIMB = "climb", pgettext_lazy("action on a wish", "Offer it further up")
    SPLIT = "split", pgettext_lazy("action on a wish", "Split it into parts")
    CONFIRM = "confirm", pgettext_lazy("action on a wish", "Yes, it is done")
    OBJECT = "object", pgettext_lazy("action on a wish", "No, not done yet")
    GIVE_UP = "give_up", pgettext_lazy("action on a wish", "Say that nobody was found")


class ClaimState(TextChoices):
    HELD = "held", pgettext_lazy("state of a claim", "Taken on")
    CONTACTED = "contacted", pgettext_lazy("state of a claim", "In touch")
    DONE = "done", pgettext_lazy("state of a claim", "Done")
    RETURNED = "returned", pgettext_lazy("state of a claim", "Given back")
    LAPSED = "lapsed", pgettext_lazy("state of a claim", "Ran out")
    RELEASED = "released", pgettext_lazy("state of a claim", "No longer needed")


HELD_STATES = (ClaimState.HELD, ClaimState.CONTACTED)
"""A lease runs."""
TAKING_STATES = (*HELD_STATES, ClaimState.DONE)
"""Takes one of the seats of its wish."""


class AskingState(TextChoices):
    WAITING = "waiting", pgettext_lazy("helper who was asked", "Asked, no answer yet")
    YES = "yes", pgettext_lazy("helper who was asked", "Said yes")
    NO = "no", pgettext_lazy("helper who was asked", "Not this time")
    EXPIRED = "expired", pgettext_lazy("helper who was asked", "No answer came")
    CLOSED = "closed", pgettext_lazy("helper who was asked", "No longer needed")


class RunState(TextChoices):
    WAITING = "waiting", pgettext_lazy("plan", "Waiting")
    RUNNING = "running", pgettext_lazy("plan", "Being worked out")
    READY = "ready", pgettext_lazy("plan", "Ready")
    CANCELLED = "cancelled", pgettext_lazy("plan", "Stopped")


WORKING_RUNS = (RunState.WAITING, RunState.RUNNING)


class Uncounted(TextChoices):
    """Why the platform takes back help that it had counted."""

    CALLED_BACK = "callback", pgettext_lazy("help not counted", "who wished says that it was not really done")
    REVERSED = "reversal", pgettext_lazy("help not counted", "the payment for it was reversed")
