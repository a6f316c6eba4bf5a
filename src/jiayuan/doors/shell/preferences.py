"""How somebody wants to read: language, large type, light or dark. Kept in a cookie, and on the person."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

COOKIE = "jiayuan_prefs"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("auto", "light", "dark")


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

    def as_cookie(self) -> str:
        short = next(key for key, value in LANGUAGES.items() if value == self.language)
        return f"{short}.{int(self.care)}.{self.theme}"

    @property
    def is_chinese(self) -> bool:
        return self.language.startswith("zh")
