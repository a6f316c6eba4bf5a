"""Cases, from the shell."""

import click

from ..start import with_django


@click.group()
def cases() -> None:
    """What was reported, and the catalogue of what can be."""


@cases.command()
@with_django
def escalate() -> None:
    """Raise what is late to the street, and what stays late to the district. Safe to run at any time."""
    from jiayuan.services.cases.domain.escalate import escalate_overdue

    click.echo(f"{escalate_overdue()} cases raised.")


@cases.command("load-catalogue")
@with_django
def load_catalogue() -> None:
    """Bring the categories up to date with the shipped facts; running it again changes nothing. A district that keeps
    no words for answers gets some to begin with."""
    from jiayuan.services.cases.domain.load_catalogue import load_catalogue as load
    from jiayuan.services.cases.domain.replies.starters import load_replies

    done, kept = load(), load_replies()
    click.echo(f"{done.created} categories made, {done.changed} changed, {done.unchanged} as they were.")
    if kept:
        click.echo(f"{kept} kept words to begin with.")
