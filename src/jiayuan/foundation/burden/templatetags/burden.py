"""``{% task "help.check" %} … {% endtask %}`` around the fields of a form of staff. A tag of every template."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..shape import shape_of
from ..slip import FIELD, read_slip, write_slip
from ..tasks import TASKS

register = template.Library()


class TaskNode(template.Node):
    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Any) -> SafeString:
        """A name that is not declared measures nothing: a form that is drawn for many acts measures some of them."""
        fields, task = self.nodelist.render(context), TASKS.get(str(self.name.resolve(context)))
        if task is None:
            return fields
        sent = getattr(context.get("request"), "POST", {}).get(FIELD, "")
        before = read_slip(sent)
        # A form that comes back with a fault goes on from when it was first opened.
        slip = sent if before is not None and before.task == task else write_slip(task, shape_of(fields))
        return format_html('<input type="hidden" name="{}" value="{}">{}', FIELD, slip, fields)


@register.tag
def task(parser: Parser, token: Token) -> TaskNode:
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endtask",))
    parser.delete_first_token()
    return TaskNode(parser.compile_filter(name), nodelist)
