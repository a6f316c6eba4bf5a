"""What the description of the API says of gatherings, wishes and stations."""
# ruff: noqa: E501 (a sentence stays a line)

from django.utils.translation import gettext_noop as _

SENTENCES_HELP = (
    _("What is on"),
    _(
        "Published and not over, the next first: of a community with what the places around it offer, or everywhere."
    ),
    _("Path of a community; without it, everywhere."),
    _("What I signed up for"),
    _("The latest first, with what was cancelled."),
    _("One gathering"),
    _("With its roles, how full they are, and one's own sign-up."),
    _("The `id` of a gathering."),
    _("Sign up"),
    _(
        "Seats, or a turn on the waiting list where there are not enough. A token needs `gatherings.see` as well."
    ),
    _("The `id` of one of its roles."),
    _("Names of those who come along: seats for all together, or none."),
    _("For a role with `min_age`: everybody signed up is old enough."),
    _("Cancel a sign-up"),
    _("Gives back a seat, an offer or a turn; it goes to who waits."),
    _("With those who were signed up together."),
    _("Take the seat that is offered"),
    _("For the whole group that it was offered to."),
    _("Check in or out by the code"),
    _(
        "The code proves its own moment. One that a device kept is sent with `kept_at` and an Idempotency-Key: it counts once, until two days after the end; later than ten minutes after it was shown, the host is asked."
    ),
    _("in or out."),
    _("What the host's screen shows; it changes every half minute."),
    _(
        "Only for what a device kept without network: its own time, ISO 8601 with an offset. The time that counts is that of the code."
    ),
    _("WGS-84 degrees. Only whether it is at the place is kept."),
    _("Who comes, and who was there"),
    _("For those who run it; names masked."),
    _("Enter that somebody came or went"),
    _("By the host, now or at a time of the gathering."),
    _("When, ISO 8601 with an offset; without it, now."),
    _("Wishes that concern me"),
    _(
        "The newest first, as their cards say it: mine, those I could take on, those I took on, or of my places."
    ),
    _(
        "mine: what I wished. offered: what I could take on. taken: what I hold or did. desk: of the places I work for."
    ),
    _("For `desk`: a state, `live` or `need`."),
    _("Make a wish"),
    _("Anybody may. Keep the token of the answer: without an account it is the only way back to the wish."),
    _("What is wished, at most 1,000 characters."),
    _("Path of the community or the courtyard."),
    _("repair, errand, thing, advice, company or dispute."),
    _("today, week or calm."),
    _("anybody, elder, child, disabled or hardship."),
    _("House and door, for who takes it on."),
    _("Shown to nobody without a recorded reason."),
    _("By which the house passes on what a helper asks; shown to no helper."),
    _("One wish"),
    _(
        "The card for everybody; for whom it is, words and address for those who see them on its page. Who wished without an account sends its token in ``X-Case-Token``."
    ),
    _("The printed number of a wish."),
    _("Withdraw a wish"),
    _("By who wished, or the community for them. What was split is withdrawn with its parts."),
    _("Why, or what is still missing; at most 200 characters."),
    _("Say that it is done, and thank"),
    _("By who wished, or the community that asked them; never by who helped."),
    _("Stars for this one wish, 1 to 5, or none."),
    _("A word to who helped, at most 200 characters; with stars."),
    _("The photos of it may hang on the wall."),
    _("Say that it is not done yet"),
    _("The seats come back, and others are asked."),
    _("Take a wish on"),
    _(
        "A lease: get in touch and do it in time, or give it back. Taken by others a moment ago: 409 with `taken`."
    ),
    _("For which of one's posts; without it the nearest."),
    _("We are in touch"),
    _("The first word with who wished was spoken."),
    _("The `id` of one's own claim."),
    _("What I took on is done"),
    _("Who wished is asked then. Photos are added on the page."),
    _("What was done, or why not; at most 200 characters."),
    _("Give back what I took on"),
    _("It goes to others; nobody minds."),
    _("Help stations"),
    _("Those that are open today; the newest first."),
    _("One help station"),
    _(
        "With its posts, which of the six things are there, and the community fund of this year: sums, and nobody's name."
    ),
    _("The `id` of a station."),
    _("Help that a station gave"),
    _(
        "Line by line, the newest first, with what was struck out: a seat of a fulfilled wish counts one, on the day it was done; of a wish in parts each part by itself."
    ),
)
