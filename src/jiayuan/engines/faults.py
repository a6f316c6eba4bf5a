"""What is wrong with what an engine was given."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Why an instance has no answer. ``code`` is stable, ``where`` names the row; ``text`` is English for people."""

    code: str
    where: str
    text: str


class Faults(ValueError):
    """All that is wrong with an instance, so that it is mended at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{each.where}: {each.text}" for each in faults))
        self.faults = faults
