"""How somebody wants to read: language, large type, light or dark. Kept in a cookie, and on the person."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from jiayuan.foundation.people.models import Person

COOKIE = "jiayuan_prefs"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Preferences:
    """The cookie reads ``zh.0.auto``: language, care mode, theme."""

    language: str = "zh-hans"
    care: bool = False
    theme: str = "auto"

    @classmethod
    def of(cls, request: HttpRequest) -> "Preferences":
        parts = request.COOKIES.get(COOKIE, "").split(".")
        if len(parts) != 3:
            return cls(language=settings.LANGUAGE_CODE)
        language, care, theme = parts
        return cls(
            LANGUAGES.get(language, settings.LANGUAGE_CODE), care == "1", theme if theme in THEMES else "auto"
        )

    @classmethod
    def saved_by(cls, person: Any) -> "Preferences":
        """As this person last chose, on whatever device."""
        return cls(person.language, person.care_mode, person.theme)

    def changed_by(self, pressed: QueryDict) -> "Preferences":
        """With what was pressed; anything unknown changes nothing."""
        theme = str(pressed.get("theme", ""))
        return Preferences(
            LANGUAGES.get(str(pressed.get("language")), self.language),
            pressed["care"] == "1" if pressed.get("care") in ("0", "1") else self.care,
            theme if theme in THEMES else self.theme,
        )

    def as_cookie(self) -> str:
        short = next(key for key, value in LANGUAGES.items() if value == self.language)
        return f"{short}.{int(self.care)}.{self.theme}"

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")


def save(wanted: Preferences, person: Any) -> None:
    """Keep them on the person, for their next device; ``person`` has them from now on."""
    person.language, person.care_mode, person.theme = wanted.language, wanted.care, wanted.theme
    Person.objects.filter(pk=person.pk).update(
        language=wanted.language, care_mode=wanted.care, theme=wanted.theme
    )


def hand_out(response: HttpResponse, wanted: Preferences, *, secure: bool) -> None:
    """Keep them in this browser."""
    response.set_cookie(
        COOKIE, wanted.as_cookie(), max_age=A_YEAR, samesite="Lax", secure=secure, httponly=True
    )


def take_over(request: Any, user: Any, **_kwargs: Any) -> None:
    """Somebody signed in: this device reads as they chose. Who never signed in before has chosen nothing but what
    this device says, and that is what is saved."""
    if getattr(request, "is_first_sign_in", False) and COOKIE in request.COOKIES:
        save(Preferences.of(request), user)
    else:
        request.taken_over = Preferences.saved_by(user)
