"""Suggestions of categories, from the shell."""

import click

from ..start import with_django


@click.group()
def categories() -> None:
    """What words are usually filed as: learn it, ask it."""


@categories.command()
@with_django
def train() -> None:
    """Learn from the cases in the database, and measure what was learnt."""
    from jiayuan.services.cases.domain.suggesting.learn import train_model

    model = train_model()
    click.echo(
        f"Learnt from {model.cases} cases ({model.texts} different texts) in {model.seconds} s, "
        f"{len(model.data) / 1e6:.1f} MB."
    )
    click.echo(
        f"Of {model.measured} texts held back {model.first} were right at once, {model.three} among three."
    )


@categories.command()
@click.argument("words")
@with_django
def suggest(*, words: str) -> None:
    """Say what WORDS are usually filed as."""
    from jiayuan.services.cases.domain.queries.catalogue import current_versions
    from jiayuan.services.cases.domain.suggesting.suggest import propose

    found = propose(words, current_versions())
    if found.model is None:
        raise click.ClickException("Nothing has been learnt yet: jiayuan categories train")
    for each in found.shown:
        click.echo(
            f"{each.per_cent:3d} %  {each.code}  {each.version.display_name}  {' '.join(each.because)}".rstrip()
        )
    if not found.is_sure:
        click.echo("Not sure enough to propose one.")
