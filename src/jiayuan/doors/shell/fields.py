"""How a form field is dressed: classes, kind, and what describes it to a screen reader."""

from typing import Any

from django.forms import widgets
from django.forms.boundfield import BoundField

CLASSES: tuple[tuple[type[widgets.Widget], str, str], ...] = (
    (widgets.CheckboxSelectMultiple, "choices", "checkbox"),
    (widgets.RadioSelect, "choices", "radio"),
    (widgets.CheckboxInput, "check", "checkbox checkbox-primary"),
    (widgets.Textarea, "line", "textarea"),
    (widgets.Select, "line", "select"),
    (widgets.FileInput, "line", "file-input"),
    (widgets.Input, "line", "input"),
)


def kind_of(widget: widgets.Widget) -> tuple[str, str]:
    """(``choices``, ``check`` or ``line``; the class) of a widget."""
    return next(((kind, name) for cls, kind, name in CLASSES if isinstance(widget, cls)), ("line", "input"))


def _described_by(bound: BoundField) -> str:
    parts = []
    if bound.help_text:
        parts.append(f"{bound.auto_id}_help")
    if bound.errors:
        parts.append(f"{bound.auto_id}_error")
    return " ".join(parts)


def begins_at(bound: BoundField) -> bool:
    """Is it the first wrong field of a form that came back? There its reader goes on."""
    return bool(bound.errors) and bound.name == next(
        each for each in bound.form.fields if each in bound.form.errors
    )


def dressed(bound: BoundField, *, icon_name: str = "", rows: int = 0) -> dict[str, Any]:
    """The context of ``ui/field.html``."""
    kind, css = kind_of(bound.field.widget)
    attributes: dict[str, Any] = {"class": f"{css} {bound.field.widget.attrs.get('class', '')}".strip()}
    if described := _described_by(bound):
        attributes["aria-describedby"] = described
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if begins_at(bound):
        attributes["autofocus"] = True
    if rows:
        attributes["rows"] = rows
    return {
        "field": bound,
        "kind": kind,
        "css": css,
        "described": described,
        "icon_name": icon_name,
        "begins": begins_at(bound),
        "widget": "" if kind == "choices" else bound.as_widget(attrs=attributes),
    }
