"""The ``jiayuan`` command: what is done to the house from outside its pages."""

import sys

import click

from jiayuan import __version__
from jiayuan.foundation.common.errors import DomainError

from .commands.backup import backup, restore
from .commands.cases import cases
from .commands.categories import categories
from .commands.copy_to import copy_to
from .commands.demonstration import demo
from .commands.docs import docs
from .commands.doctor import doctor
from .commands.figures import figures
from .commands.ledger import ledger
from .commands.manage import manage, migrate
from .commands.places import places
from .commands.plan import plan
from .commands.serve import serve
from .commands.sort import sort
from .commands.tables import export_table, import_table, tables
from .commands.tick import tick
from .commands.user import user
from .commands.work import work


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="jiayuan")
def jiayuan() -> None:
    """Jiayuan 家园, from the shell.

    Settings come from the environment; `jiayuan docs settings` lists them. Data lies in ./var unless JIAYUAN_DATA
    says otherwise.
    """


for each in (
    serve,
    migrate,
    demo,
    doctor,
    tick,
    work,
    places,
    cases,
    categories,
    figures,
    plan,
    sort,
    import_table,
    export_table,
    tables,
    ledger,
    user,
    backup,
    restore,
    copy_to,
    docs,
    manage,
):
    jiayuan.add_command(each)


def main() -> None:
    try:
        jiayuan(prog_name="jiayuan")
    except DomainError as error:
        click.echo(f"{error.message} {error.remedy}".strip(), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
