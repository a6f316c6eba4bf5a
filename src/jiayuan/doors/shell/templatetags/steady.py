"""``{% translate %}``, ``{% url %}`` and ``{% static %}`` as Django has them, but constant ones are worked out once.

A page of the console speaks some two hundred constant words and addresses. Built in after Django's own tags of these
names, so that no template knows.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

register = template.Library()


def _is_constant(expression: FilterExpression | None) -> bool:
    """Does it say the same in every context?"""
    if expression is None:
        return True
    if not isinstance(expression, FilterExpression) or expression.filters:
        return False
    return expression.is_var is False or getattr(expression.var, "lookups", ()) is None


class Steady(Node):
    """Around a node without anything variable in it. ``asvar``: the name that takes its result, if one does;
    ``follows``: what else it follows from."""

    def __init__(self, node: Any, asvar: str | None, follows: Callable[[], Any]) -> None:
        self.node, self.asvar, self.follows = node, asvar, follows
        self.said: dict[Any, Any] = {}

    def render(self, context: Context) -> Any:
        key = (self.follows(), context.autoescape)
        if key not in self.said:
            shown = self.node.render(context)
            self.said[key] = context[self.asvar] if self.asvar else shown
            return shown
        if self.asvar is None:
            return self.said[key]
        context[self.asvar] = self.said[key]
        return ""


def _addresses() -> Any:
    return get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()


def _files() -> Any:
    return settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"]


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    is_steady = isinstance(node, TranslateNode) and not node.noop
    if is_steady and _is_constant(node.filter_expression) and _is_constant(node.message_context):
        return Steady(node, node.asvar, get_language)
    return node


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = django_url(parser, token)
    assert isinstance(node, URLNode)  # noqa: S101
    if not node.args and not node.kwargs and _is_constant(node.view_name):
        return Steady(node, node.asvar, _addresses)
    return node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    node = StaticNode.handle_token(parser, token)
    return Steady(node, node.varname, _files) if _is_constant(node.path) else node
