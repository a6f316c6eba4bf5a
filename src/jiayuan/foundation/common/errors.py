"""Refusals in words a resident understands.

A domain function that cannot do what was asked raises one of these. Each carries what is wrong, what to do
instead and, where one field is to blame, its name. The shell turns them into a page, a form error or a JSON
problem; none of them is ever a 500.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

T = TypeVar("T")


class DomainError(Exception):
    """Something was asked that cannot be done.

    :param message: what is wrong, translated, one sentence.
    :param remedy: what to do instead, translated; may be empty only where nothing can be done.
    :param field: the name of the form field to blame, if one is.

    ``more`` is what else is wrong with the same input, so that a form can tell all of it at once.
    """

    status = 422
    code = "invalid"

    def __init__(self, message: Any, remedy: Any = "", *, field: str | None = None, code: str | None = None):
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.field = field
        self.more: tuple[DomainError, ...] = ()
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return str(self.message)

    def as_problem(self) -> Mapping[str, Any]:
        """The error as an RFC 9457 problem body (without the type)."""
        problem = {"status": self.status, "code": self.code, "title": str(self.message)}
        if self.remedy:
            problem["detail"] = str(self.remedy)
        if self.field:
            problem["field"] = self.field
        return problem


class Invalid(DomainError):
    """The input is wrong: HTTP 422."""


class Faults:
    """What is wrong with several fields, gathered: nobody is told of the second only when the first is mended."""

    def __init__(self) -> None:
        self.found: list[Invalid] = []

    def take(self, make: Callable[[], T], *, otherwise: Any = None) -> T:
        """What ``make`` gives. Where it raises :class:`Invalid`, that is noted and the value is of no use:
        :meth:`settle` comes before it is used. ``otherwise`` stands in for it, where the rest is looked at first."""
        try:
            return make()
        except Invalid as error:
            self.found += [error, *(each for each in error.more if isinstance(each, Invalid))]
            return cast("T", otherwise)

    def settle(self) -> None:
        """:raises Invalid: the first that was found, with the others as ``more``."""
        if self.found:
            first, *others = self.found
            first.more = tuple(others)
            raise first


class Refused(DomainError):
    """A rule says no: HTTP 403."""

    status = 403
    code = "refused"


class Conflict(DomainError):
    """The world moved on since the page was drawn: HTTP 409."""

    status = 409
    code = "conflict"


class Missing(DomainError):
    """Not there, or not for this person to know of: HTTP 404."""

    status = 404
    code = "missing"


class Gone(DomainError):
    """It was there and is over: HTTP 410."""

    status = 410
    code = "gone"


class TooMany(DomainError):
    """Asked too often: HTTP 429. ``retry_after`` is in seconds."""

    status = 429
    code = "too-many"

    def __init__(self, message: Any, remedy: Any = "", *, retry_after: int = 60):
        super().__init__(message, remedy)
        self.retry_after = retry_after
