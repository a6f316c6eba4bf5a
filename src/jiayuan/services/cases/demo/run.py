"""The planned cases happen: every act through the domain's own doors, at its own moment."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.people.domain.consent import record_consent
from jiayuan.foundation.people.enums import ConsentManner
from jiayuan.foundation.people.models import Consent

from ..domain.given import Given, ReportDraft
from ..domain.perform import perform_action
from ..domain.report import report_case
from ..doubt_enums import DoubtKind
from ..enums import Action
from ..models import Case, CategoryVersion
from .acts import given_for, needs_before, needs_photo, who_does
from .cast import Cast
from .draw import draw
from .notes import taken_of, with_notes
from .story import Story
from .texts import Texts

LINES = 10
CHUNK = 150
"""Acts in one transaction: long enough to be quick, short enough that nobody waits for the database."""
Event = tuple[datetime, Callable[[], object]]
UPLOADS = "demo-{}"
"""The upload token of a story's reporter."""


class Stage:
    """Where the stories are played."""

    def __init__(self, context: DemoContext, cast: Cast, texts: Texts, versions: dict[str, CategoryVersion]):
        self.context, self.cast, self.texts, self.versions = context, cast, texts, versions
        self.cases: list[int] = []
        self.photos: list[UUID] = []

    def play(self, stories: Sequence[Story], besides: Sequence[Event] = ()) -> None:
        """Everything in order of time; ``besides`` are other things that happen meanwhile."""
        by_number = {story.number: story for story in stories}
        acts = sorted(moment for story in stories for moment in story.moments())
        events: list[Event] = [(when, self._act(by_number[story], beat)) for when, story, beat in acts]
        events = sorted([*besides, *events], key=lambda event: event[0])
        waiting = iter(events)
        done = 0
        while chunk := list(islice(waiting, CHUNK)):
            with transaction.atomic():
                for moment, event in chunk:
                    with at(moment), coming_from(Source.DEMO):
                        event()
            self.context.pulse()
            self._tell(done, done + len(chunk), len(events), chunk[-1][0])
            done += len(chunk)
        self._mark()

    def _tell(self, before: int, done: int, total: int, moment: datetime) -> None:
        """A line for every tenth."""
        if done * LINES // total > before * LINES // total:
            self.context.progress(f"{done * 100 // total:3d} %  {localtime(moment):%Y-%m}")

    def _mark(self) -> None:
        Case.objects.filter(pk__in=self.cases).update(is_demo=True)
        Photo.objects.filter(pk__in=self.photos).update(is_demo=True)

    def _act(self, story: Story, number: int) -> Callable[[], object]:
        if number == 0:
            return lambda: self._report(story)
        return lambda: self._perform(story, story.beats[number - 1].action)

    def _report(self, story: Story) -> None:
        by = story.helper or story.reporter or Actor()
        photos = (self._photo(story, by, is_after=False),) if story.photo else ()
        where = story.where
        draft = ReportDraft(
            category_code=story.code,
            words=story.words,
            latitude=where.latitude,
            longitude=where.longitude,
            place_path=where.path,
            address=where.address,
            answers=self._answers(story),
            photo_ids=photos,
            upload_token=UPLOADS.format(story.number),
            contact_name=story.name or (by.person.name if by.person else ""),
            contact_phone=story.phone or (by.person.phone or "" if by.person else ""),
            consent=self._consent(story, story.helper) if story.helper else None,
        )
        reported = report_case(draft, by=by)
        story.case = reported.case
        story.visitor = story.reporter or Actor(tokens=frozenset({hash_token(reported.token)}))
        self.cases.append(reported.case.pk)

    @staticmethod
    def _consent(story: Story, helper: Actor) -> Consent:
        return record_consent(
            helper=helper,
            purpose="代为反映问题",
            manner=ConsentManner.SPOKEN,
            beneficiary=story.reporter.person if story.reporter else None,
            beneficiary_name="" if story.reporter else story.name,
        )

    def _answers(self, story: Story) -> dict[str, str]:
        """Required questions are answered, the others sometimes."""
        answers = {}
        for question in self.versions[story.code].questions:
            if question["kind"] == "text" or not (question.get("required") or story.random.random() < 0.5):
                continue
            choices = [each["key"] for each in question.get("choices", [])] or ["no"]
            answers[question["key"]] = story.random.choice(choices)
        return answers

    def _photo(self, story: Story, by: Actor, *, is_after: bool) -> UUID:
        token = UPLOADS.format(story.number)
        story.photos += 1
        random = self.context.random(f"photo/{story.number}")
        is_copy = is_after and story.flaw == DoubtKind.REUSED
        turn = 1 if is_copy else story.photos
        upload = draw(story.code, random, turn=turn, is_after=is_after and not is_copy)
        if is_after and story.where.latitude is not None:
            upload = with_notes(upload, *taken_of(story))
        photo = accept_photo(
            upload, by=by, purpose="case", upload_token="" if by.person else token, keep_position=is_after
        )
        self.photos.append(photo.pk)
        return photo.pk

    def _perform(self, story: Story, action: Action) -> None:
        by = who_does(action, story, self.cast)
        if by is not None:
            given = self._given(story, action, by)
            story.case = perform_action(story.case.pk, action, by=by, given=given)

    def _given(self, story: Story, action: Action, by: Actor) -> Given:
        photos = (self._photo(story, by, is_after=True),) if needs_photo(story, action) else ()
        given = given_for(action, story, self.cast, self.texts, photos)
        if needs_before(story, action):
            given = replace(given, before_ids=(self._photo(story, by, is_after=False),))
        return given
