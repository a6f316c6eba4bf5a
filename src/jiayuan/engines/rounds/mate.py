"""One of a crew: ``python -m jiayuan.engines.rounds.mate`` reads jobs and answers them until nobody asks any more."""

import pickle
import sys

READY = "ready"


def main() -> None:
    answer(READY)
    while True:
        try:
            job = pickle.load(sys.stdin.buffer)  # noqa: S301 from our own parent process
        except EOFError:
            return
        answer(job.run())


def answer(what: object) -> None:
    pickle.dump(what, sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
