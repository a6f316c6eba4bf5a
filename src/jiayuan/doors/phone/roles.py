"""The people one can be in the demonstration, and a short walk for each of them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise


@dataclass(frozen=True)
class Step:
    """One stop of a walk: what to look at, why, and the page itself."""

    title: Words
    words: Words
    url_name: str


@dataclass(frozen=True)
class DemoRole:
    """``key`` names the demonstration person ``demo-<key>``; ``start`` is where they begin."""

    key: str
    label: Words
    line: Words
    icon: str
    start: str
    steps: tuple[Step, ...]

    @property
    def username(self) -> str:
        return f"demo-{self.key}"

    @property
    def is_console(self) -> bool:
        return self.start == "inbox"


_REPORT = Step(
    _("Report a problem"),
    _(
        "Say what is wrong, add a photo and the place. No account is needed; a slip with a code says how far it is."
    ),
    "report",
)
_FOLLOW = Step(
    _("See how far it has come"),
    _("Every step is written down with its time, who did it, and when the next one is due."),
    "mine",
)
_RATE = Step(
    _("Rate what was done"),
    _("The one it was done for has the last word. One who is not satisfied reopens it."),
    "evaluate",
)
_INBOX = Step(
    _("Everything that waits for you"),
    _("Sorted by consequence. Each line says why it is yours and why it is due then."),
    "inbox",
)
_CASES = Step(
    _("All cases of your place"),
    _("Narrow them down; what you chose stays in the address, so you can send it to a colleague."),
    "console-cases",
)
_MAP = Step(
    _("The map"),
    _("The same cases where they lie, with a list beside it for those who cannot use a map."),
    "console-map",
)
_FIGURES = Step(
    _("Figures"),
    _("Each number opens the records behind it."),
    "console-figures",
)
_SCREEN = Step(
    _("The screen in the hall"),
    _("Today in large figures, without a single personal detail. It refreshes itself."),
    "screen",
)
_SETTINGS = Step(
    _("Settings"),
    _("What may be changed by your role: categories with their promises, places, people and their roles."),
    "console-settings",
)

ROLES: tuple[DemoRole, ...] = (
    DemoRole(
        "resident",
        _("Resident"),
        _("Reports, follows, rates"),
        "user",
        "home",
        (
            Step(
                _("One box for everything"),
                _("Type “the drain is blocked” in your own words, with typos or in pinyin."),
                "home",
            ),
            _REPORT,
            _FOLLOW,
            Step(
                _("Messages"), _("What happened to the matters that concern you, in plain words."), "messages"
            ),
            _RATE,
        ),
    ),
    DemoRole(
        "elder",
        _("Grandmother, 80"),
        _("Large type, one thing a page"),
        "accessibility",
        "home",
        (
            Step(
                _("Large type"),
                _("Everything is a third larger, and one thing stands below the other."),
                "home",
            ),
            Step(
                _("Ask for help"),
                _("Say what you need, or let a neighbour or the community do it for you."),
                "help",
            ),
            _REPORT,
            _FOLLOW,
            Step(_("What is kept about you"), _("See it, take it with you, or have it erased."), "me"),
        ),
    ),
    DemoRole(
        "volunteer",
        _("Volunteer"),
        _("Sees what is near"),
        "hand-heart",
        "home",
        (
            Step(_("Near and soon"), _("What has been reported around you, on the home page."), "home"),
            Step(
                _("The public map"), _("Positions are rounded to a hundred metres; nobody is named."), "map"
            ),
            _REPORT,
            Step(_("What has changed"), _("Pictures of before and after, from your streets."), "joy"),
            _RATE,
        ),
    ),
    DemoRole(
        "grid",
        _("Grid worker"),
        _("Walks the estates, verifies on the spot"),
        "footprints",
        "inbox",
        (
            _INBOX,
            Step(
                _("Report for somebody"),
                _("On behalf of a neighbour, with their consent recorded."),
                "console-report",
            ),
            _CASES,
            _MAP,
            _FIGURES,
        ),
    ),
    DemoRole(
        "community",
        _("Community worker"),
        _("Takes in, dispatches, closes"),
        "house",
        "inbox",
        (
            _INBOX,
            Step(
                _("Report for somebody"),
                _("At the counter or on the phone; the paper slip carries a code to follow it."),
                "console-report",
            ),
            _CASES,
            _MAP,
            _FIGURES,
        ),
    ),
    DemoRole(
        "street",
        _("Street officer"),
        _("Sees what is late"),
        "landmark",
        "inbox",
        (
            _INBOX,
            _CASES,
            _MAP,
            _FIGURES,
            Step(
                _("People and roles"), _("Who works where, by whose word, and until when."), "console-people"
            ),
        ),
    ),
    DemoRole(
        "district",
        _("District office"),
        _("Coverage, progress, decisions"),
        "building-2",
        "inbox",
        (
            _INBOX,
            _FIGURES,
            _MAP,
            _SCREEN,
            _SETTINGS,
        ),
    ),
    DemoRole(
        "unit",
        _("Handling unit"),
        _("Accepts, handles, hands in"),
        "wrench",
        "inbox",
        (
            _INBOX,
            _CASES,
            _MAP,
            _FIGURES,
            Step(_("Your account"), _("Your devices and your second factor."), "me"),
        ),
    ),
    DemoRole(
        "driver",
        _("Driver"),
        _("Drives a round"),
        "truck",
        "driver-round",
        (
            Step(_("My round"), _("The next stop stands first: its weight, and one tap."), "driver-round"),
            Step(
                _("Without network"),
                _("What you enter stays on the phone and is sent once when the network is back."),
                "offline",
            ),
            Step(
                _("Bin days"), _("What residents of an estate are told, and what was missed."), "waste-bins"
            ),
            _REPORT,
            Step(_("What is kept about you"), _("See it, take it with you, or have it erased."), "me"),
        ),
    ),
    DemoRole(
        "property",
        _("Property manager"),
        _("Looks after an estate"),
        "building",
        "inbox",
        (
            _INBOX,
            _CASES,
            _MAP,
            _FIGURES,
            Step(_("Your account"), _("Your devices and your second factor."), "me"),
        ),
    ),
    DemoRole(
        "it",
        pgettext_lazy("demonstration role", "IT staff"),
        _("Accounts, places, the ledger"),
        "shield-check",
        "inbox",
        (
            Step(
                _("The ledger"),
                _("Every change in a chain of hashes. Verify it here, or by command."),
                "console-ledger",
            ),
            Step(_("Places"), _("Streets and communities with their history."), "console-places"),
            Step(
                _("People and roles"), _("Who works where, by whose word, and until when."), "console-people"
            ),
            _SETTINGS,
            Step(
                _("Is it well?"),
                _("What a monitor asks: whether the platform and its database answer."),
                "readyz",
            ),
        ),
    ),
)
BY_KEY = {role.key: role for role in ROLES}
