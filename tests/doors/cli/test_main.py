"""The tree of commands."""

import sys
from collections.abc import Iterator

import click
import pytest

from jiayuan.doors.cli import main as cli
from jiayuan.foundation.common.errors import Refused


def walk(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from walk(each, (*path, name))


COMMANDS = dict(walk(cli.jiayuan))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_says_what_it_does(path):
    command = COMMANDS[path]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help or option.prompt or isinstance(option.type, click.Choice), option.name


def test_help_lists_the_commands(call):
    result = call("--help")
    assert result.exit_code == 0
    for (name,) in (path for path in COMMANDS if len(path) == 1):
        assert name in result.output


def test_a_refusal_ends_with_words_and_a_code(monkeypatch, capsys):
    def refuse(**_kwargs):
        raise Refused("Not here.", "Do it there.")

    monkeypatch.setattr(cli, "jiayuan", refuse)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert capsys.readouterr().err == "Not here. Do it there.\n"


@pytest.mark.django_db
def test_manage_passes_a_command_on(call, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["jiayuan", "manage", "check"])
    result = call("manage", "diffsettings", "--default", "jiayuan.settings")
    assert result.exit_code == 0


@pytest.mark.django_db
def test_migrate_has_nothing_to_do_twice(call):
    result = call("migrate")
    assert result.output == "The database is up to date.\n"
