"""What the form of an action on a case does, on the phone and in the console."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiayuan.foundation.common.errors import DomainError, Invalid
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.organisations.models import Organisation

from ..domain.perform import perform_action
from ..domain.replies.gaps import Known, fill
from ..domain.replies.offered import offered_replies
from ..enums import Action
from ..interfaces.given_sheet import given_of, revision_of
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos, whole_number
from ..models import Case, CategoryVersion


def with_category(post: QueryDict) -> Sheet:
    """The form as it was filled in, with the proposed category chosen in it; nothing is done yet."""
    sheet = filled_in(post)
    sheet.values["category_code"] = sheet.get("use")
    return sheet


def with_reply(request: Visit, case: Case) -> Sheet:
    """The form as it was filled in, with kept words added to what was typed and their gaps filled from the case."""
    sheet = filled_in(request.POST)
    take_in_photos(sheet, request, request.actor)
    pk = whole_number(sheet.get("reply")) or 0
    reply = offered_replies(case, request.actor).filter(pk=pk).first()
    if reply is None:
        sheet.note(Invalid(_("Choose one from the list."), _("Or write it yourself."), field="words"))
        return sheet
    filled = fill(reply.wording, _known(case, sheet))
    typed = sheet.get("words").strip()
    sheet.values["words"] = f"{typed}\n{filled.words}" if typed else filled.words
    sheet.values["filled"] = str(reply.pk)
    sheet.values["missing"] = pgettext("between items", ", ").join(filled.missing)
    return sheet


def _known(case: Case, sheet: Sheet) -> Known:
    """What is chosen in the form counts for more than what the case was before."""
    versions = CategoryVersion.objects.current().filter(category_id=sheet.get("category_code") or None)
    units = Organisation.objects.current().filter(pk=whole_number(sheet.get("unit_id")) or 0)
    return Known(case, versions.first() or case.version, units.first() or case.unit)


def do_as_sent(request: Visit, case: Case, action: Action) -> Sheet:
    """Do what the form says. A sheet without faults: it is done; with some: nothing is, and what was typed stays."""
    sheet = filled_in(request.POST)
    # The report as done needs them: a photo from elsewhere is a reason to look twice.
    take_in_photos(sheet, request, request.actor, keep_position=action == Action.HAND_IN)
    if not sheet.faults:
        given, revision = given_of(sheet, request), revision_of(sheet)
        try:
            perform_action(
                case.pk, action, by=request.actor, given=given, revision=revision, nonce=sheet.nonce
            )
        except DomainError as error:
            sheet.note(error)
            let_go_of_lost(sheet, request, request.actor)
    return sheet
