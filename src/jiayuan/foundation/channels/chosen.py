"""What the settings say about a provider: its keys, and how our kinds of message are called there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .base import Message, SendingFailed

ANY = "*"
"""The template for every kind that has none of its own."""
WORDS = "words"
"""A param of this name stands for the whole text, unless the message has a param of that name itself."""
LINK = "url"


@dataclass(frozen=True)
class Template:
    """``code``: the provider's name of it. ``fields``: its variable -> our param; empty: ours, as they are called."""

    code: str
    fields: Mapping[str, str] = field(default_factory=dict)
    way: str = ""

    def fill(self, message: Message) -> dict[str, str]:
        """The provider's variables and their values, in the order of the settings."""
        if not self.fields:
            return dict(message.params)
        said = {WORDS: message.words, LINK: message.url, **message.params}
        missing = [ours for ours in self.fields.values() if ours not in said]
        if missing:
            raise SendingFailed(
                f"The template for {message.template} asks for {', '.join(missing)}, which it does not have.",
                permanent=True,
                code="no-param",
            )
        return {theirs: said[ours] for theirs, ours in self.fields.items()}


def required(*names: str) -> tuple[str, ...]:
    """The values of settings that a provider cannot do without.

    :raises ImproperlyConfigured: naming those that are not set.
    """
    missing = [name for name in names if not getattr(settings, name)]
    if missing:
        raise ImproperlyConfigured(f"The provider needs {', '.join(missing)}.")
    return tuple(str(getattr(settings, name)) for name in names)


def template_for(message: Message, name: str) -> Template:
    """What the setting ``name`` says of this kind of message, or of any.

    :raises SendingFailed: nothing; permanent, for a second try meets the same settings.
    """
    known: Mapping[str, object] = getattr(settings, name)
    found = known.get(message.template, known.get(ANY))
    if found is None:
        raise SendingFailed(
            f"{name} has no template for {message.template!r}.", permanent=True, code="no-template"
        )
    return read_template(found, name)


def read_template(given: object, name: str) -> Template:
    """``"SMS_1"``, or ``{"code": "SMS_1", "fields": …, "way": …}``; ``fields`` a list of our params or a mapping.

    :raises ImproperlyConfigured: it is neither.
    """
    if isinstance(given, str) and given:
        return Template(given)
    if not isinstance(given, dict) or not isinstance(given.get("code"), str) or not given["code"]:
        raise ImproperlyConfigured(f"{name}: each template is a code or an object with a code.")
    fields = given.get("fields", {})
    if isinstance(fields, list):
        fields = {each: each for each in fields}
    if not isinstance(fields, dict) or not all(isinstance(each, str) for each in fields.values()):
        raise ImproperlyConfigured(f"{name}: fields are a list of params, or variable and param in pairs.")
    return Template(given["code"], fields, str(given.get("way", "")))
