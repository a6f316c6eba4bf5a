"""Who does what to a case of the demonstration, and what they say."""

from collections.abc import Callable, Sequence
from uuid import UUID

from jiayuan.foundation.access.actor import Actor

from ..dispute_rules import disputes_of_round, pending_dispute
from ..domain.given import Given
from ..domain.proof import lacks_before
from ..enums import Action, DemandGround, DisputeGround, ProofPolicy
from ..rules import did_not_handle
from .cast import Cast
from .story import Story
from .texts import Texts

BY_GRID = 0.7
"""How often it is the grid worker who goes and looks."""
MOST_DAYS = 5
Who = Callable[[Story, Cast], Actor | None]


def _worker(story: Story, cast: Cast) -> Actor:
    return cast.workers[story.case.place_id[:12]][0]


def _reporter(story: Story, _cast: Cast) -> Actor:
    return story.visitor


def _handler(story: Story, cast: Cast) -> Actor:
    return cast.actors[story.case.handler_id]


def _officer(story: Story, cast: Cast) -> Actor:
    """Somebody of the unit; the one the story wants, if they belong to it."""
    officers = cast.officers[story.case.unit_id]
    return story.handler if story.handler in officers else story.random.choice(officers)


def _colleague(story: Story, cast: Cast) -> Actor | None:
    others = [each for each in cast.officers[story.case.unit_id] if each.pk != story.case.handler_id]
    return others[0] if others else None


def _verifier(story: Story, cast: Cast) -> Actor:
    """Never one of those who handled it."""
    grid = cast.grids[story.case.place_id[:12]][0]
    if not did_not_handle(grid, story.case) or story.random.random() > BY_GRID:
        return _worker(story, cast)
    return grid


def _street(story: Story, cast: Cast) -> Actor | None:
    """The street's officer; the district's where the street has none."""
    path = story.case.place_id
    found = cast.streets.get(path[:9]) or cast.districts.get(path[:6])
    return found[0] if found else None


def _decider(story: Story, cast: Cast) -> Actor | None:
    """The community; of a dispute the street, for the community sent the case itself."""
    if pending_dispute(story.case) is not None:
        return _street(story, cast)
    return _worker(story, cast)


GROUNDS = {
    Action.DISPUTE: (DisputeGround.NOT_OUR_DUTY, DisputeGround.OUTSIDE),
    Action.MARK_DEMAND: (DemandGround.BEYOND,),
}


def _ground(action: Action, story: Story) -> str:
    """The next one each time."""
    if action not in GROUNDS:
        return ""
    return GROUNDS[action][len(disputes_of_round(story.case)) if action == Action.DISPUTE else 0]


WHO: dict[Action, Who] = {
    Action.ACCEPT: _officer,
    Action.DISPUTE: _officer,
    Action.APPROVE: _decider,
    Action.DECLINE: _decider,
    Action.TAKE_OVER: _colleague,
    Action.HAND_IN: _handler,
    Action.ASK_EXTENSION: _handler,
    Action.ASK_SUSPENSION: _handler,
    Action.PASS: _verifier,
    Action.FAIL: _verifier,
    Action.RATE: _reporter,
    Action.REOPEN: _reporter,
    Action.CONFIRM_MARK: _street,
    Action.ISSUE_ORDER: _street,
    Action.ANSWER_ORDER: _handler,
    Action.ASK_SECOND_LOOK: _reporter,
}
"""Everything else is done at the community's desk."""


def who_does(action: Action, story: Story, cast: Cast) -> Actor | None:
    """None if there is nobody besides the one who did the act before."""
    return WHO.get(action, _worker)(story, cast)


def needs_photo(story: Story, action: Action) -> bool:
    return action == Action.HAND_IN and (story.photo or story.case.version.proof != ProofPolicy.NONE)


def needs_before(story: Story, action: Action) -> bool:
    """Where nobody photographed it when it was reported, the unit does before it begins."""
    return action == Action.HAND_IN and lacks_before(story.case)


def given_for(action: Action, story: Story, cast: Cast, texts: Texts, photos: Sequence[UUID]) -> Given:
    """What comes along with the act."""
    if action == Action.RATE:
        return _rating(story, texts)
    case = story.case
    spoken_by = case.unit.function if action == Action.HAND_IN else action
    unit = cast.unit_for(case.version.category_id, case.version.function, case.place_id)
    asks = action in (Action.ASK_EXTENSION, Action.ASK_SUSPENSION, Action.ISSUE_ORDER)
    return Given(
        words=texts.reply(spoken_by, story.random),
        category_code=case.version.category_id if action == Action.FILE else "",
        unit_id=unit.pk if action == Action.DISPATCH else None,
        photo_ids=photos,
        ground=_ground(action, story),
        wanted=texts.reply("wanted", story.random) if action == Action.ISSUE_ORDER else "",
        days=story.random.randint(1, MOST_DAYS) if asks else None,
        is_public=case.is_public if action == Action.CLOSE else None,
    )


def _rating(story: Story, texts: Texts) -> Given:
    fitting = [each for each in texts.ratings if not story.score or each.score == story.score]
    rated = story.random.choices(fitting, [each.score for each in fitting])[0]
    return Given(words=rated.words, score=rated.score)
