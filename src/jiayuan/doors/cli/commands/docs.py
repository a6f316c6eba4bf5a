"""Documentation that is drawn from the code itself."""

import click

from ..start import with_django


@click.group()
def docs() -> None:
    """Print pages of the documentation that are drawn from the code (Markdown)."""


language = click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="Language of the names.",
)


@docs.command()
@with_django
def settings() -> None:
    """Every environment variable, with its default and meaning."""
    from ..reference.settings import settings_page

    click.echo(settings_page(), nl=False)


@docs.command()
@language
@with_django
def lifecycle(language: str) -> None:
    """The life of a case: states, actions, who may, what each needs."""
    from ..reference.lifecycle import lifecycle_page

    click.echo(lifecycle_page(language), nl=False)


@docs.command()
@language
@with_django
def access(language: str) -> None:
    """Every permission, and what is said when it is refused."""
    from ..reference.access import access_page

    click.echo(access_page(language), nl=False)


@docs.command()
@language
@with_django
def figures(language: str) -> None:
    """Every declared figure: unit, what it counts, what cannot be known of a past day."""
    from ..reference.figures import figures_page

    click.echo(figures_page(language), nl=False)
