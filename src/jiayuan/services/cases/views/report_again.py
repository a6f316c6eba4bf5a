"""The report form once more: in another language, under another category, or after it was sent already."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiayuan.foundation.common.source import Source, current_source
from jiayuan.foundation.common.text import clean

from ..domain.answers import spoken
from ..domain.report import case_of
from ..interfaces.sheet import Sheet
from ..models import Case, CategoryVersion

ALREADY = "already"


def sent_before(sheet: Sheet) -> Case | None:
    """The case that this form became when it was sent."""
    return case_of(sheet.nonce)


def is_the_same(case: Case, sheet: Sheet) -> bool:
    """Whether nothing was typed anew since."""
    return (
        case.version.category_id == sheet.get("category_code")
        and clean(sheet.get("words")) == case.words
        and clean(sheet.get("address")) == case.address
    )


def led_to_the_first(case: Case) -> HttpResponse:
    """To what became of it; the page says that it was sent before. What a phone kept and tries again is answered alike
    each time."""
    address = reverse("report-done", args=[case.number])
    return HttpResponseRedirect(address if current_source() == Source.OFFLINE else f"{address}?{ALREADY}=1")


def keep_answers(sheet: Sheet) -> None:
    """Answers typed to questions of a category that is gone go on among the words, where they can be read."""
    gone = CategoryVersion.objects.filter(category_id=sheet.values.pop("category_code", "")[:20]).last()
    for question in gone.questions if gone is not None else ():
        answer = sheet.values.pop(f"answer_{question['key']}", "").strip()
        if answer and question["kind"] == "text":
            sheet.values["words"] = f"{sheet.get('words')}\n{spoken(question)} {answer}".strip()
