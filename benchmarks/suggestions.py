"""How well, how fast and at what cost categories are suggested from words.

    python benchmarks/suggestions.py [--cases 100000]

On a test database of its own (SQLite in a temporary folder): what the catalogue alone knows of the 200 hand-written
reports of ``tests/services/cases/data``; what the demonstration's sentences add, and how well they are known when every
fifth of them is held out whole; then training on many cases, whose words are those sentences with their gaps filled,
begun and ended differently and with slips of the finger.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
CHUNK = 5_000
BEGUN = (
    "",
    "你好，",
    "麻烦看一下，",
    "我是这儿的住户，",
    "又来反映了，",
    "请问有人管吗，",
    "老人托我说一声，",
)
ENDED = (
    "",
    "，请尽快处理",
    "，谢谢",
    "，好多天了",
    "，大家都有意见",
    "，孩子老人多不安全",
    "，打过电话没人来",
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIAYUAN_DATA"] = folder
        import django

        django.setup()
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            measure(given.cases)
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def measure(many: int) -> None:
    from tests.services.cases.learnt import sentences

    from jiayuan.services.cases.demo.texts import read_texts
    from jiayuan.services.cases.domain.load_catalogue import load_catalogue
    from jiayuan.services.cases.domain.suggesting.examples import Example, read_examples
    from jiayuan.services.cases.domain.suggesting.features import plain
    from jiayuan.services.cases.domain.suggesting.fit import fit

    load_catalogue()
    catalogue, _none = read_examples()
    said = [(code, plain(text)) for code, texts in read_texts().reports.items() for text in texts]
    learnt = [Example(text, code, is_case=True) for code, text in said]
    asked = [(code, plain(text)) for code, text in sentences()]
    rate("200 written by hand, catalogue alone", fit(catalogue)[0], asked)
    rate("200 written by hand, with the demonstration", fit([*catalogue, *learnt])[0], asked)
    fifth = learnt[::5]
    shown = [each for number, each in enumerate(learnt) if number % 5]
    rate(
        "demonstration, every fifth sentence held out",
        fit([*catalogue, *shown])[0],
        [(each.code, each.text) for each in fifth],
    )
    train(many)


def rate(name: str, model: object, asked: Sequence[tuple[str, str]]) -> None:
    found, took = [], []
    for code, text in asked:
        begun = time.perf_counter()
        guesses = model.guess(text)
        took.append(1000 * (time.perf_counter() - begun))
        found.append((code, guesses))
    first = sum(guesses[:1] != [] and guesses[0].code == code for code, guesses in found)
    three = sum(code in [each.code for each in guesses] for code, guesses in found)
    sure = [(code, guesses[0].code) for code, guesses in found if guesses and guesses[0].confidence >= 0.5]
    right = sum(code == said for code, said in sure)
    print(
        f"  {name:<46} first {first / len(asked):6.1%}  three {three / len(asked):6.1%}  proposed "
        f"{len(sure) / len(asked):6.1%}, of these right {right / max(len(sure), 1):6.1%}  "
        f"{statistics.median(took):.2f} ms"
    )


def train(many: int) -> None:
    from jiayuan.foundation.clock.now import now
    from jiayuan.foundation.places.models import Place
    from jiayuan.services.cases.demo.texts import fill, read_texts
    from jiayuan.services.cases.domain.suggesting.learn import train_model
    from jiayuan.services.cases.models import Case, CategoryVersion

    lot, texts = random.Random(20261129), read_texts()
    place = Place.objects.create(
        path="140106", kind="district", name="迎泽区", latitude=37.8, longitude=112.5
    )
    versions = {each.category_id: each for each in CategoryVersion.objects.current()}
    codes, weights = list(texts.weights), list(texts.weights.values())
    for begin in range(0, many, CHUNK):
        Case.objects.bulk_create(
            Case(
                version=versions[code], place=place, state="closed", source="phone",
                words=slip(lot.choice(BEGUN) + fill(lot.choice(texts.reports[code]), lot) + lot.choice(ENDED), lot),
                token_hash=f"{begin + index:064x}", reported_at=now(),
            )
            for index, code in enumerate(lot.choices(codes, weights, k=min(CHUNK, many - begin)))
        )  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, spent = time.perf_counter(), time.process_time()
    model = train_model()
    print(
        f"  {many:,} cases ({model.texts:,} texts): {time.perf_counter() - begun:.1f} s "
        f"({time.process_time() - spent:.1f} s of work), memory at most "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB ({before / 1024:.0f} before), "
        f"{len(model.data) / 1e6:.1f} MB kept; held out {model.measured:,}: first {model.first / model.measured:.1%}, "
        f"three {model.three / model.measured:.1%}"
    )


def slip(words: str, lot: random.Random) -> str:
    """Every second report lacks a character or has one twice."""
    at = lot.randrange(len(words))
    return lot.choice((words, words, words[:at] + words[at + 1 :], words[:at] + words[at] + words[at:]))


if __name__ == "__main__":
    main()
