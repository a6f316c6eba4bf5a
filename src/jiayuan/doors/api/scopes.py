"""What a token can be given for the API: each action of the table under its own name, and the reading of the rest."""

from django.utils.translation import gettext_lazy as _

from jiayuan.foundation.access.tokens.scopes import offer_scope
from jiayuan.modules.help.rules import (
    CLAIM,
    CONFIRM,
    KEEP_CLAIM,
    POST,
    RETURN,
    WITHDRAW,
)
from jiayuan.modules.help.rules import SEE as SEE_WISHES
from jiayuan.services.cases.enums import Action

SEE, REPORT = "cases.see", "cases.report"
JOIN, LEAVE = "cases.join", "cases.leave"
ASK_OUTSIDE, DECIDE_DOUBT = "cases.ask_outside", "cases.decide_doubt"
MAKE_PROOF, OWN_PROOF = "cases.make_dossier", "cases.own_dossier"
KEEP_REPLIES = "cases.keep_replies"
MONTHS = "months.read"
APPEAL_LINE, DECIDE_APPEAL = "cases.appeal", "cases.decide_appeal"
DISPATCH_RULES = "cases.manage_dispatch"
PHOTOS = "photos.send"
ORGANISATIONS = "organisations.read"
FIGURES = "figures.read"
MESSAGES = "messages.read"
OWN_HOURS, ASK_CORRECTION = "volunteering.own_hours", "volunteering.ask_correction"
PAIRINGS, VOLUNTEERS = "volunteering.pairings", "volunteering.volunteers"
REGISTER = "volunteering.register_file"
GATHERINGS_SEE, GATHERINGS_SIGN_UP = "gatherings.see", "gatherings.sign_up"
GATHERINGS_LEAVE, GATHERINGS_HOST = "gatherings.leave", "gatherings.host"
SERVICES = "help.services"
OWN_APPOINTMENTS = "waste.own_appointments"
ME, PREFERENCES = "me.read", "me.preferences"


def scope_of(action: Action) -> str:
    """The scope (and permission) that an action of the table stands behind."""
    return f"cases.{action.value}"


def offer_scopes() -> None:
    cases, others = _("Cases"), _("Everything else")
    offer_scope(SEE, _("Read cases"), cases)
    offer_scope(REPORT, _("Report problems"), cases, changes=True)
    offer_scope(JOIN, _("Join reports of others"), cases, changes=True)
    offer_scope(LEAVE, _("No longer follow what was joined"), cases, changes=True)
    for action in Action:
        offer_scope(scope_of(action), action.label, cases, changes=True)
    offer_scope(ASK_OUTSIDE, _("Ask somebody outside by a link"), cases, changes=True)
    offer_scope(MAKE_PROOF, _("Have proof files of cases made"), cases, changes=True)
    offer_scope(OWN_PROOF, _("Have proof files of own reports made"), cases, changes=True)
    offer_scope(DECIDE_DOUBT, _("Say what a sign to look twice was"), cases, changes=True)
    offer_scope(KEEP_REPLIES, _("Read and keep words for answers"), cases, changes=True)
    offer_scope(APPEAL_LINE, _("Appeal lines of frozen months"), cases, changes=True)
    offer_scope(DECIDE_APPEAL, _("Decide on appeals"), cases, changes=True)
    offer_scope(DISPATCH_RULES, _("Read prepared dispatch rules and try them"), cases, changes=True)
    offer_scope(PHOTOS, _("Send photos"), cases, changes=True)
    hours = _("Volunteering")
    offer_scope(OWN_HOURS, _("Read own hours and certificates"), hours)
    offer_scope(ASK_CORRECTION, _("Ask for corrections of hours"), hours, changes=True)
    offer_scope(PAIRINGS, _("Read pairings and yearly lists"), hours)
    offer_scope(VOLUNTEERS, _("Read volunteers, masked"), hours)
    offer_scope(REGISTER, _("Take out the register of volunteers, masked"), hours)
    gatherings = _("Gatherings")
    offer_scope(GATHERINGS_SEE, _("Read gatherings and own sign-ups"), gatherings)
    offer_scope(GATHERINGS_SIGN_UP, _("Sign up, and check in and out"), gatherings, changes=True)
    offer_scope(GATHERINGS_LEAVE, _("Cancel sign-ups, and take offered seats"), gatherings, changes=True)
    offer_scope(GATHERINGS_HOST, _("Read and enter who came"), gatherings, changes=True)
    wishes = _("Wishes and help")
    offer_scope(SEE_WISHES, _("Read wishes"), wishes)
    offer_scope(POST, _("Make wishes"), wishes, changes=True)
    offer_scope(WITHDRAW, _("Withdraw wishes"), wishes, changes=True)
    offer_scope(CONFIRM, _("Say whether wishes are done, and thank"), wishes, changes=True)
    offer_scope(CLAIM, _("Take wishes on"), wishes, changes=True)
    offer_scope(KEEP_CLAIM, _("Say that one is in touch, or that it is done"), wishes, changes=True)
    offer_scope(RETURN, _("Give back what was taken on"), wishes, changes=True)
    offer_scope(SERVICES, _("Read help that stations gave"), wishes)
    offer_scope(OWN_APPOINTMENTS, _("Read own appointments for waste"), others)
    offer_scope(ORGANISATIONS, _("Read organisations"), others)
    offer_scope(MONTHS, _("Read frozen months"), others)
    offer_scope(FIGURES, _("Read figures"), others)
    offer_scope(MESSAGES, _("Read messages"), others)
    offer_scope(ME, _("Read and take along what is held about me"), others)
    offer_scope(PREFERENCES, _("Change how I read"), others, changes=True)
