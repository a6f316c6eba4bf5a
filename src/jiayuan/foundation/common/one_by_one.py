"""Going through the rows of a duty: each on its own, and one that fails does not keep the others from their turn."""

from collections.abc import Callable, Iterable


def one_by_one(keys: Iterable[int], job: Callable[[int], int], *, what: str) -> int:
    """The sum of what ``job`` says of each key, a transaction each.

    :param what: what the keys are, for whoever reads of the failure.
    :raises ExceptionGroup: some failed, so that the duty is reported as failed; after all had their turn.
    """
    made, failures = 0, []
    for key in keys:
        try:
            made += job(key)
        except Exception as error:  # noqa: BLE001 (whatever it is, it is this row's)
            error.add_note(f"{what} {key}")
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{what}: {len(failures)} failed", failures)
    return made
