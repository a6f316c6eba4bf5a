"""How words and dates are read: nothing breaks inside a date, and a voice reads Chinese names as Chinese."""

import re
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from jiayuan.foundation.clock.spoken import day, local
from jiayuan.foundation.common.units import in_percent

register = template.Library()
register.filter(in_percent)
_HAN = re.compile("[\u3400-\u9fff]")
_DATE = re.compile(
    r"((?:\d{4}年)?\d{1,2}月\d{1,2}日(?:（周.）)?(?:\s?\d{2}:\d{2})?"
    r"|(?:今天|明天|昨天|周[一二三四五六日])\s?\d{2}:\d{2}"
    r"|(?:[A-Z][a-z]{2} )?\d{1,2} [A-Z][a-z]{2,8}(?: \d{4})?(?: \d{2}:\d{2})?"
    r"|\d{2}:\d{2}[–-]\d{2}:\d{2})"
)


@register.filter
def named(given: Any) -> SafeString | str:
    """A name. One that has no English stays Chinese on an English page, and says so to screen readers."""
    name = str(given)
    if not _HAN.search(name) or (get_language() or "zh").startswith("zh"):
        return name
    return format_html('<span lang="zh-Hans">{}</span>', name)


@register.filter
def spoken_day(given: date | str | None) -> SafeString | str:
    """A day as people say it, in a ``<time>`` that machines read; empty for none."""
    if not given or isinstance(given, str):
        return ""
    plain = local(given).date() if isinstance(given, datetime) else given
    return format_html('<time datetime="{}">{}</time>', plain.isoformat(), day(plain))


@register.filter
def dated(given: Any) -> SafeString:
    """Words in which no line breaks inside a date or a span of hours."""
    parts = enumerate(_DATE.split(str(given)))
    whole = '<span class="whitespace-nowrap">{}</span>'
    return format_html_join("", "{}", ((format_html(whole, part) if at % 2 else part,) for at, part in parts))


@register.simple_tag
def colon() -> str:
    """``{{ name }}{% colon %}{{ what }}``: between a name and what is said of it, as the page's language writes it."""
    return pgettext("between a name and what is said of it", ": ")
