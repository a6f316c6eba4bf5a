"""A case of the demonstration that is the work of three units: divided, one part done, the other under way."""

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

from django.utils.timezone import localtime

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.places.models import Place

from ..domain.given import Given, PieceDraft, ReportDraft
from ..domain.perform import perform_action
from ..domain.report import current_version, report_case
from ..enums import Action
from ..models import Case
from .cast import Cast
from .draw import draw
from .scenes import COMMUNITY

ROAD, LAMP, WATER = "P0201", "P0103", "P0106"
WORDS = "修水管挖开的路没填平，陷下去一块，坑里还往外渗水，旁边的路灯杆也跟着歪了"
ADDRESS = "社区服务站往东五十米便道"
LEAKS = "查清渗水的接口，修好以后通知路面施工"
LEANS = "扶正灯杆，检查线路，修路期间保证照明"
STRAIGHT = "灯杆已扶正，底座重新浇筑，线路测过正常，当晚已亮灯"

Moment = tuple[int, int]
"""So many days ago, at so many o'clock."""


def divide_one(context: DemoContext, cast: Cast) -> None:
    """Where the tours begin. Left out where nobody lives or a unit has nobody to act for it."""
    place = Place.objects.filter(path=COMMUNITY).first()
    if place is None or not cast.residents[COMMUNITY] or not cast.workers[COMMUNITY]:
        return
    with coming_from(Source.DEMO):
        _Divided(context, cast, place).tell()


class _Divided:
    def __init__(self, context: DemoContext, cast: Cast, place: Place):
        self.context, self.cast, self.place = context, cast, place
        self.desk = cast.workers[COMMUNITY][0]

    def tell(self) -> None:
        case = self._report(when=(3, 9))
        units = {
            code: self.cast.unit_for(code, current_version(code).function, COMMUNITY)
            for code in (LAMP, WATER)
        }
        self._do(case, Action.FILE, self.desk, when=(3, 10), given=Given(category_code=ROAD))
        road = self.cast.unit_for(ROAD, case.version.function, COMMUNITY)
        self._do(case, Action.DISPATCH, self.desk, when=(3, 11), given=Given(unit_id=road.pk))
        self._do(case, Action.ACCEPT, self.cast.officers[road.pk][0], when=(3, 15))
        pieces = (PieceDraft(units[WATER].pk, LEAKS), PieceDraft(units[LAMP].pk, LEANS, LAMP))
        self._do(case, Action.SPLIT, self.desk, when=(2, 9), given=Given(pieces=pieces))
        water, lamp = Case.objects.filter(tie__lead_id=case.pk).order_by("tie__number")
        self._do(water, Action.ACCEPT, self.cast.officers[units[WATER].pk][0], when=(2, 11))
        electrician = self.cast.officers[units[LAMP].pk][0]
        self._do(lamp, Action.ACCEPT, electrician, when=(2, 11))
        with self._at((1, 10)):
            done = (self._photo(electrician, LAMP, is_after=True),)
        self._do(lamp, Action.HAND_IN, electrician, when=(1, 10), given=Given(words=STRAIGHT, photo_ids=done))
        self._do(lamp, Action.PASS, self.desk, when=(1, 15))
        self._do(lamp, Action.CLOSE, self.desk, when=(1, 16))

    def _at(self, when: Moment) -> AbstractContextManager[None]:
        days, hour = when
        day = localtime(self.context.now) - timedelta(days=days)
        return at(day.replace(hour=hour, minute=20, second=0, microsecond=0))

    def _report(self, *, when: Moment) -> Case:
        by = self.cast.residents[COMMUNITY][0]
        with self._at(when):
            draft = ReportDraft(
                category_code=ROAD,
                words=WORDS,
                latitude=self.place.latitude,
                longitude=self.place.longitude,
                place_path=COMMUNITY,
                address=ADDRESS,
                photo_ids=(self._photo(by, ROAD, is_after=False),),
            )
            case = report_case(draft, by=by).case
        Case.objects.filter(pk=case.pk).update(is_demo=True)
        return Case.objects.select_related("version").get(pk=case.pk)

    def _photo(self, by: Actor, code: str, *, is_after: bool) -> UUID:
        upload = draw(code, self.context.random("divided"), turn=1, is_after=is_after)
        photo = accept_photo(upload, by=by, purpose="case")
        Photo.objects.filter(pk=photo.pk).update(is_demo=True)
        return photo.pk

    def _do(self, case: Case, action: Action, by: Actor, *, when: Moment, given: Given | None = None) -> None:
        with self._at(when):
            perform_action(case.pk, action, by=by, given=given)
