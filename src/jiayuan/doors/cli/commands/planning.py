"""What every command that asks an engine for a plan does alike."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def refuse(file: Path, faults: list[Any]) -> NoReturn:
    """Name all that is wrong with the file, and end with 2."""
    for fault in faults:
        click.echo(f"{file.name}: {fault.where}: {fault.text}", err=True)
    sys.exit(2)


def stand(faults: list[Any]) -> None:
    """No answer is printed that its checker finds fault with."""
    if faults:
        raise click.ClickException(f"The answer does not stand the check: {faults}")


def say(data: dict[str, Any]) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
