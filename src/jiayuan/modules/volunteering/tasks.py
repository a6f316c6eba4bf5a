"""Work in the background: take ids, call the domain, nothing else."""

from jiayuan.foundation.duties.tasks import task


@task(attempts=3, pause=10)
def work_out(plan_id: int) -> None:
    """Ask the engine."""
    from .domain.plans import solve_plan

    solve_plan(plan_id)


@task(attempts=3, pause=10)
def write_pairs(plan_id: int, person_id: int) -> None:
    """Propose the pairs of an accepted plan."""
    from jiayuan.foundation.access.actor import Actor
    from jiayuan.foundation.people.models import Person

    from .domain.seasons import write_pairs_of
    from .models import SeasonPlan

    plan = SeasonPlan.objects.select_related("season").get(pk=plan_id)
    write_pairs_of(plan, by=Actor(person=Person.objects.get(pk=person_id)))
