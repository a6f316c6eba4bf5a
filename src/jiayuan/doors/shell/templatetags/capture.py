"""``{% capture name %}…{% endcapture %}``: what a block holds, so that a base template can ask whether it is empty."""

from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import mark_safe


class CaptureNode(Node):
    def __init__(self, name: str, nodelist: NodeList):
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # Rendered through autoescape already; stripping keeps it safe.
        context[self.name] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308
        return ""


def capture(parser: Parser, token: Token) -> CaptureNode:
    words = token.split_contents()
    if len(words) != 2:
        raise TemplateSyntaxError("capture takes one name")
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(words[1], nodelist)
