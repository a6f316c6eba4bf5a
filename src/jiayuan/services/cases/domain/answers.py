"""Answers to the questions a category asks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.text import clean_words

from ..models import CategoryVersion


def spoken(item: Mapping[str, Any]) -> str:
    """A question's or choice's wording in the reader's language."""
    return str(item["zh" if (get_language() or "zh").startswith("zh") else "en"])


def check_answers(version: CategoryVersion, answers: Mapping[str, Any]) -> dict[str, str]:
    """Known questions only; required ones answered; choices among those offered. Values are strings."""
    checked: dict[str, str] = {}
    for question in version.questions:
        key = question["key"]
        answer = clean_words(str(answers.get(key) or ""), field=f"answer_{key}", limit=200, required=False)
        if not answer:
            if question.get("required"):
                raise Invalid(
                    _("This question still needs an answer: %(question)s") % {"question": spoken(question)},
                    _("Choose what fits best."),
                    field=f"answer_{key}",
                )
            continue
        if question["kind"] != "text" and answer not in _choices(question):
            raise Invalid(
                _("That answer is not among those offered."),
                _("Choose what fits best."),
                field=f"answer_{key}",
            )
        checked[key] = answer
    return checked


def _choices(question: Mapping[str, Any]) -> list[str]:
    return (
        ["yes", "no"]
        if question["kind"] == "yesno"
        else [each["key"] for each in question.get("choices", [])]
    )
