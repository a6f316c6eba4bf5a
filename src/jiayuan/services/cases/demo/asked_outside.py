"""Who outside was asked by a link, and how it stands: one link in each state; and a proof file that is being made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.clock.now import at, today
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.models import Entry

from ..domain.dossier.ask import ask_dossier
from ..domain.outside.answer import OutsideGiven, answer_outside
from ..domain.outside.reply import note_answer
from ..domain.outside.send import OutsideDraft, revoke_outside, send_link
from ..domain.outside.tokens import token_of
from ..domain.proof import lacks_before
from ..enums import DossierKind, State
from ..models import Case, OutsideLink
from ..outside_enums import OutsideKind
from .draw import draw

UPLOADS = "demo-outside"


@dataclass(frozen=True)
class Asked:
    """``days`` ago somebody was asked; what became of it since. ``then`` empty: nothing yet; ``over``: never."""

    name: str
    asked: str
    days: float
    then: str = ""
    words: str = ""
    reply: str = ""


SENT = (
    Asked("市供水集团抢修中心", "请确认是不是贵单位的设施，并告知哪天能来处理", 0.1),
    Asked("市热力公司", "请派人现场查看管沟", 0.4, "opened"),
    Asked("市供电公司城区供电所", "请到场断电配合施工", 0.8, OutsideKind.TAKE, "收到，明天上午到场"),
    Asked("联通公司线路班", "请把下垂的线缆收紧", 0.7, OutsideKind.ASK, "是从东数第几根杆？"),
    Asked("广电网络公司", "请确认井盖归属", 1.2, OutsideKind.ASK, "有照片吗？", "照片已附在链接页面上"),
    Asked(
        "小区物业服务中心",
        "请配合打开地下室大门",
        1.5,
        OutsideKind.DECLINE,
        "地下室由业委会管理，钥匙不在我处",
    ),
    Asked("汇丰燃气公司", "请检查阀门井", 1.0, OutsideKind.DONE, "已检查并更换井盖，无泄漏"),
    Asked("道路施工项目部", "请清理遗留的围挡", 1.3, "revoked"),
    Asked("市排水管理中心", "请疏通下游管段", 8.5, "over"),
)


def ask_outside(context: DemoContext) -> None:
    """The latest cases that a unit has, each with one link, in the order of :data:`SENT`; a link for which there is no
    quiet case is left out."""
    waiting = list(_cases())
    with coming_from(Source.DEMO):
        for asked in SENT:
            case = next((each for each in waiting if _fits(context, each, asked)), None)
            if case is not None:
                waiting.remove(case)
                _ask(context, case, asked)
        _prove(context)


def _cases() -> Iterator[Case]:
    rows = Case.objects.filter(state__in=[State.HANDLING, State.SUSPENDED], handler__isnull=False)
    yield from rows.select_related("version", "handler", "unit").order_by("-pk")


def _fits(context: DemoContext, case: Case, asked: Asked) -> bool:
    """Nothing happened to it since it would have been asked."""
    last = (
        Entry.objects.filter(stream_id=case.stream).order_by("-number").values_list("at", flat=True).first()
    )
    is_quiet = last is not None and last < context.now - timedelta(days=asked.days)
    return is_quiet and not (asked.then == OutsideKind.DONE and lacks_before(case))


def _ask(context: DemoContext, case: Case, asked: Asked) -> None:
    handler, sent_at = Actor(person=case.handler), context.now - timedelta(days=asked.days)
    with at(sent_at):
        draft = OutsideDraft(
            asked.name,
            case.version.name,
            asked.asked,
            today() + timedelta(days=0 if asked.then == "over" else 2),
        )
        link = send_link(case.pk, draft, by=handler)
    with at(sent_at + (context.now - sent_at) / 2):
        _follow(context, case, link, asked, handler)


def _follow(context: DemoContext, case: Case, link: OutsideLink, asked: Asked, handler: Actor) -> None:
    if asked.then in ("", "over"):
        return
    OutsideLink.objects.filter(pk=link.pk).update(opened_at=link.sent_at + timedelta(minutes=20))
    if asked.then == "revoked":
        revoke_outside(link.pk, by=handler)
    elif asked.then != "opened":
        kind = OutsideKind(asked.then)
        given = OutsideGiven(
            words=asked.words,
            expected_on=today() + timedelta(days=1),
            photo_ids=(_photo(context, case),) if kind == OutsideKind.DONE else (),
            upload_token=UPLOADS,
        )
        answer = answer_outside(token_of(link.seed), kind, given, by=Actor())
        if asked.reply:
            note_answer(answer.pk, by=handler, reply=asked.reply)


def _photo(context: DemoContext, case: Case) -> UUID:
    upload = draw(case.version.category_id, context.random("outside"), turn=1, is_after=True)
    photo = accept_photo(upload, by=Actor(), purpose="case", upload_token=UPLOADS)
    Photo.objects.filter(pk=photo.pk).update(is_demo=True)
    return photo.pk


def _prove(context: DemoContext) -> None:
    """Of the case of this street that went round most. The file itself is set in the background, when somebody serves
    the demonstration."""
    officer = Actor(person=context.people["street"])
    closed = Case.objects.filter(state=State.CLOSED).order_by("-round", "-pk")
    case = next((each for each in closed.iterator() if may(officer, "cases.make_dossier", each)), None)
    if case is not None:
        with at(context.now):
            ask_dossier(case, DossierKind.OFFICE, by=officer)
