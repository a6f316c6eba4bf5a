"""What the description of the API says, in the reader's language.

The description itself (``openapi.json``) is English: programs' makers everywhere read it. The page of it is for people;
its sentences stand here once more so that the catalogues know them. A test holds the two together.
"""
# ruff: noqa: E501 (a sentence stays a line)

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _

SENTENCES = frozenset(
    (
        _("Bin days and drop points near a place"),
        _(
            "For an estate what is fetched on the next seven days, and where to bring it; for a community its drop points."
        ),
        _("Path of a community or an estate."),
        _("Streams of waste and the colours of their bins"),
        _("Which bin a thing belongs in"),
        _("What it is called."),
        _("Nothing is kept of the words."),
        _("What can be reported, and what is promised"),
        _("What words are usually filed as"),
        _(
            "At most three, the likeliest first; none before anything was learnt. Nothing is kept of the words."
        ),
        _("What is wrong, as somebody would say it."),
        _("The table of states and actions"),
        _("Open public cases as GeoJSON"),
        _(
            "Points snapped to 100 metres, in WGS-84. ``bbox`` is west,south,east,north; without it, everywhere."
        ),
        _("Cases that everybody may see"),
        _(
            "What was reported and taken up; newest first. Positions to 100 metres, nothing that the reporter wrote."
        ),
        _("A state of /api/lifecycle, or `open`."),
        _("A category's code, or the beginning of one."),
        _("Path of a place; everything inside it counts."),
        _("The number of an organisation."),
        _("red (overdue), amber (due today) or green."),
        _("1: what I or my unit handle or verify."),
        _("reported-30 or closed-30: the last thirty days."),
        _("Words, an address or a case number."),
        _("`next` of the page before."),
        _("Places by name, pinyin or initials"),
        _("The community a position lies in"),
        _("Positions far outside the district are refused: mostly latitude and longitude were mixed up."),
        _("WGS-84 degrees."),
        _("One place"),
        _("Also places that were merged, split or moved: records keep their old path."),
        _("Path or printed code of a place."),
        _("Places directly inside"),
        _("Those that exist today, in the order of their paths."),
        _("Organisations that I work with"),
        _("Where I work, above it, and my own; newest first."),
        _("Part of a name."),
        _("Such as handling_unit."),
        _("What a unit does."),
        _("1: those that are closed."),
        _("One organisation"),
        _("Cases that I may open"),
        _("Those reported by me, in my place of work or sent to my unit; newest first."),
        _(
            "Anybody may report. Keep the token of the answer: without an account it is the only way back to the case."
        ),
        _("A code of /api/categories."),
        _("For `split`: the units that each do a part. The case itself leads."),
        _("What is wrong, at most 2,000 characters."),
        _("Path of a community, where no position is known."),
        _("Where exactly, at most 120 characters."),
        _("Answers to the category's questions, by their key."),
        _("Photos sent before to /api/photos; at most six."),
        _("Whom to ask back. Shown to nobody without a recorded reason."),
        _("How to reach them; masked everywhere."),
        _("One case"),
        _("The printed number, with its check digit."),
        _("From the ledger: with names for those who work on it, with parts for its reporter."),
        _("Do something to a case"),
        _(
            "File, dispatch, accept, hand in, verify, close, rate, reopen, note and the others of the table. A token needs the scope of the action as well. A case that moved on since it was read is answered with 409."
        ),
        _("An action of /api/lifecycle."),
        _("The ETag that was read, instead of `revision` in the body."),
        _("The revision that was read; or send its ETag in If-Match. One of both is needed."),
        _("A reason, a note, or what was done; at most 1,000 characters."),
        _("For `file`."),
        _("An organisation: for `dispatch`; in a `dispute` who should have it; to `approve` one, where to."),
        _("For `issue_order`: what is to be done; at most 1,000 characters."),
        _("Photos sent before to /api/photos."),
        _("For `hand_in`: photos from before the work."),
        _("For asking to suspend or for more time: working days, 1 to 60."),
        _("For `rate`: 1 to 5."),
        _("For `file` and `edit_public`: what everybody may read."),
        _("For `file` and `edit_public`: may everybody see it? For `close`: its photos?"),
        _("For `edit_public`: may everybody see its photos?"),
        _("Send a photo"),
        _(
            "JPEG, PNG, WebP or HEIC. It is drawn anew: nothing hidden in the file stays. With ``keep_position`` the time and place of the picture are read out of it first. A photo that nothing uses is gone after two days."
        ),
        _("A photo"),
        _("JPEG. Who may not see it is told that there is none."),
        _("Take a photo back"),
        _("One's own, as long as nothing uses it."),
        _("Who I am here"),
        _("The account behind the session or the token, with the roles in force."),
        _("All that is held about me"),
        _("To take along. That it was taken is recorded."),
        _("How I read"),
        _("Change how I read"),
        _("Language, large type, appearance. Pages in a browser keep what was chosen there."),
        _("What happened to what concerns me"),
        _("Newest first. Reading them here marks nothing as read; see `/api/messages/read`."),
        _("I have read them"),
        _("Everything up to now counts as read."),
        _("Report a problem"),
        _("What happened to it"),
        _("What can be done next, and why not"),
        _("Numbers of a place on a day"),
        _(
            "Of all records for those who work in the place, and whose token may read figures; else of the public ones."
        ),
        _("Path, printed code or whole name of a place; else the district."),
        _("A day that has come; its end. Today: this moment."),
        _("First day that counts for figures of events; else all of them."),
        _("One number and the records behind it"),
        _("Id of a figure."),
        _("A word on it, at most 500 characters. Seen by those who work on it."),
        _("For a case that was closed although it is not put right: why it is to be opened again."),
        _("For somebody without an account: told when it is put right."),
        _("I have this too"),
        _(
            "In full for its reporter (session, token, or the case token in ``X-Case-Token``) and those who work on it; for everybody else, who joined it included, what is public. The ``ETag`` is the revision: send it in ``If-Match`` with an action."
        ),
        _(
            "Joins a public case instead of reporting the same once more. Who joins is told each step, rates and may reopen. A case that was closed meanwhile is answered with 409 and the code `closed`: send `reopen_because`, or report anew."
        ),
        _("No longer follow it"),
        _("What was written and the number are deleted; the case goes on."),
        _("A ground of /api/lifecycle, for the actions that name one."),
        _(
            "Open and freshly closed public cases that may be the same, the likeliest first, at most three. Ask before reporting, and join one of them instead where it is the same."
        ),
        _("Was this reported already?"),
        _("For `merge`: the number of the case that leads."),
        _("Who outside was asked"),
        _("The newest first, with the answers. For the unit that has the case, and the community's desk."),
        _("Ask somebody outside"),
        _("They answer by a link, without an account. The unit stays responsible, and the clock runs on."),
        _("Who is asked, at most 60 characters."),
        _("What it is about, at most 200 characters; what points to a person is taken out."),
        _("What they are asked to do, at most 500 characters."),
        _("By which day an answer is needed: from today to ninety days on."),
        _("A mobile number; the link then leaves as a text message."),
        _("Whether they see exactly where it is."),
        _("Whether they see the photos."),
        _("Remind them"),
        _("The same link once more as a text message; at most once a day and three times."),
        _("Take a link back"),
        _("It opens nothing any more; what was answered stays."),
        _("Take note of an answer"),
        _("It no longer waits in the inbox. The first reply holds."),
        _("Stands on the page of the link; a question needs one. At most 500 characters."),
        _("Proof files of a case"),
        _("Those that I may have, the newest first."),
        _("Have a proof file made"),
        _(
            "PDF, data, photos and ledger in one archive that proves itself. It is made in the background: ask again until it is ready. Personal data is masked, but not for whoever reported it; unmasked files are made in the console."
        ),
        _("For those who work on the case, or for whoever reported it."),
        _("Fetch a proof file"),
        _("A zip archive. While it is still being made: 409. That it was fetched is recorded."),
        _("Signs that it was closed on paper only"),
        _("Reasons to look twice, and nothing else. For those who work on cases."),
        _("Say what a sign was"),
        _(
            "For the street or the district, by somebody who had no part in the case. It changes nothing in the case."
        ),
        _("real: it was not done. explained: it was."),
        _("What was found, at most 500 characters."),
        _("Months that are frozen"),
        _("The latest first. For those who work on cases."),
        _("The sums of a frozen month"),
        _(
            "As they were frozen, and as they stand with what was corrected since; of the units and places that I work with, by name or code. There are no ranks."
        ),
        _("A frozen month."),
        _("unit, or place for the desks."),
        _("A code of /api/categories; empty: any."),
        _("A state, or live, or late."),
        _(
            "All of it anew. Changed by somebody else since `revision` is answered with 409 and the code `stale`."
        ),
        _("At most 60 characters; once for each keeper."),
        _("Change kept words"),
        _("For a place or for a unit that I work for. Gaps such as `{number}` are filled in from the case."),
        _("In Chinese, at most 1,000 characters."),
        _("Keep words"),
        _("Kept words of my places and units"),
        _(
            "Newest first; numbers of people masked. For those who work on cases. Issue, answer and judge them with `POST /api/cases/{number}/actions/{action}`."
        ),
        _("No longer offered; what was sent with them stays as it is."),
        _("Of the places around and inside mine, and of my units; newest first."),
        _("One of the actions of a case; empty: any."),
        _("Path of the place that keeps it; or send a unit."),
        _("Put kept words away"),
        _("Supervision orders on cases that I may open"),
        _("The revision that was read."),
        _("The unit that keeps it; or send a place."),
        _("Which office issued it."),
        _("1: nothing was done together for long."),
        _("Code of a skill."),
        _(
            "Every entry, the newest first, and their sums. Entries are never changed: what was wrong is reversed and written anew."
        ),
        _("Four digits; else every year."),
        _("Hours that I gave"),
        _("Is this certificate ours, and does it hold?"),
        _("My certificates"),
        _("Needs, resources and projects of a year"),
        _(
            "Number and check together; either alone finds nothing. No more is told than the paper's reader needs."
        ),
        _("Of the places where I work, and of my organisation; newest first."),
        _("Say that an entry of hours is wrong"),
        _("Somebody of the community decides. Until then the entry stands."),
        _("The letters behind the number in the code's address."),
        _("The number that is printed."),
        _("The three lists of communities and their partners; newest first."),
        _("Those who are volunteers today, newest first; names and numbers masked, and no order of merit."),
        _(
            "Valid, replaced and revoked ones, the newest first. The paper itself is drawn on the phone's page."
        ),
        _("The register of volunteers as a file"),
        _(
            "CSV, in UTF-8 with a byte order mark; names and numbers masked, and no cell that a spreadsheet takes for a formula. Of the places that the token is for. That it was taken, and how many rows, is recorded; unmasked files are made in the console, for a reason."
        ),
        _("Volunteers of the places where I work"),
        _("What it should be; 0 takes the entry off."),
        _("Which organisation serves which community"),
        _("Why, in at most 200 characters."),
        _("proposed, agreed or ended; else those that live."),
        _("1: those that I have to decide."),
        _("Appeal a line"),
        _("Appeals of my places and units"),
        _("By the number under which they were in force."),
        _(
            "By the office above who had no part in it. What is upheld is put right beside the line with the next month."
        ),
        _("Decide on an appeal"),
        _("Dispatch rules of before"),
        _(
            "Every wording it had, the latest first: a case keeps the promise of the day on which it was filed."
        ),
        _("First day; empty: ninety days before the last."),
        _("For the district office. They are written and published in the console."),
        _("How good the suggestions of categories are"),
        _("How many cases would have gone elsewhere, and between which units the most."),
        _("In the order in which they are asked; the first that leads to a unit decides."),
        _("Last day; empty: today."),
        _("Measured on texts that the model had not seen, and counted where it is used in the last 90 days."),
        _("Newest first; numbers of people masked."),
        _("Nothing is changed by it. It is worked out in the background: ask again until it is finished."),
        _("One photo sent before to /api/photos."),
        _(
            "Say `unit` or `place`, one that I work with. As they were frozen, and as they stand with what was corrected."
        ),
        _("The dispatch rules being prepared"),
        _("The dispatch rules in force"),
        _("The lines of a unit or place in a frozen month"),
        _("The number of a line of a frozen month."),
        _("Try the draft on past cases"),
        _("What becomes of the line; only what changes something can be chosen, else decline."),
        _("What the draft would have done"),
        _("What was promised for a category, and when"),
        _("Why it is wrong, at most 500 characters."),
        _("Why, at most 500 characters. Both sides read it."),
        _(
            "Within ten working days of the freezing, once a line, by the unit or the desk of the place. Nothing changes until the office above decides."
        ),
        _("timed, in_time, late, rated, satisfied or out; empty: all lines."),
        _("times, waited, beyond, not_ours or rating."),
        _("waiting, left_out, in_time, late or declined."),
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
    )
)


def spoken(text: str) -> str:
    """A sentence of the description as the reader says it; line breaks of the source do not matter."""
    text = " ".join(text.split())
    return gettext(text) if text in SENTENCES else text


def where(place: str) -> str:
    """Where something that is sent stands: in the path, the query, a header or the body."""
    return {
        "path": pgettext("where it stands", "path"),
        "query": pgettext("where it stands", "query"),
        "header": pgettext("where it stands", "header"),
        "body": pgettext("where it stands", "body"),
    }[place]
