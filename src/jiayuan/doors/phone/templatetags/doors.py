"""``{% load doors %}``: the pages of the five doors."""

from django import template
from django.template.context import Context

from jiayuan.district.desk.doors import ShownSection

register = template.Library()


@register.simple_tag(takes_context=True)
def door_section(context: Context, section: ShownSection) -> str:
    """``{% door_section section %}``: a module's section, with what it shows as variables of its own."""
    if context.template is None:
        raise template.TemplateSyntaxError("door_section works inside a template only")
    drawn = context.template.engine.get_template(section.template)
    with context.push(**section.shown):
        return drawn.render(context)
