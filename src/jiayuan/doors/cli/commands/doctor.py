"""A look at everything that an installation needs."""

import json
import sys
from dataclasses import asdict

import click

from ..start import with_django

MARKS = {"ok": "✓", "warning": "!", "fault": "✗"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@with_django
def doctor(as_json: bool) -> None:
    """Look at everything an installation needs, in words. Exit code 1 if something must be put right."""
    from ..checkup import examine

    findings = examine()
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        for each in findings:
            click.echo(f" {MARKS[each.level]} {each.name:<14} {each.words}")
            if each.remedy:
                click.echo(f"{'':18}{each.remedy}")
    sys.exit(1 if any(each.level == "fault" for each in findings) else 0)
