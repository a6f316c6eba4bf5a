"""What cases leave to the background."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=3, pause=30)
def run_dry(run_id: int) -> None:
    """Try a draft of dispatch rules on past cases."""
    from .domain.dispatch.dry_run import carry_out

    carry_out(run_id)


@task(attempts=3, pause=30)
def write_dossier(dossier_id: int) -> None:
    """Make a proof file."""
    from .domain.dossier.build import write_dossier_file

    write_dossier_file(dossier_id)


@task(attempts=5, pause=60)
def forget_in_model() -> None:
    """Train the model of categories anew, without the words of those who were forgotten."""
    from .domain.suggesting.learn import learn_without_forgotten

    learn_without_forgotten()


@task(attempts=2, pause=60)
def train_anew(person_id: int) -> None:
    """Train the model of categories, for somebody of the district office."""
    from jiayuan.foundation.access.actor import Actor
    from jiayuan.foundation.people.models import Person

    from .domain.suggesting.learn import train_model

    train_model(by=Actor(person=Person.objects.get(pk=person_id)))
