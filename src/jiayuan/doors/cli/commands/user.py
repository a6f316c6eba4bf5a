"""Accounts, from the shell: the first ones, before anybody can give roles on a page."""

import sys

import click

from ..start import with_django


@click.group()
def user() -> None:
    """Staff accounts."""


@user.command("create-staff")
@click.option("--username", prompt="Staff name", help="What they sign in with.")
@click.option("--name", prompt="Name", help="What colleagues see.")
@click.option(
    "--role", type=click.Choice(["it_staff", "district_officer"]), default="it_staff", show_default=True
)
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input instead of asking."
)
@with_django
def create_staff(*, username: str, name: str, role: str, password_stdin: bool) -> None:
    """Make the first staff account, with a role for the whole district. The others are made on the console."""
    from ..appoint import appoint_staff

    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask()
    person = appoint_staff(username=username, name=name, role=role, password=password)
    click.echo(
        f"{person.name} ({person.username}) can sign in; the console asks for a second factor at the first visit."
    )


def _ask() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
