"""Which bin: the sorting engine, from the shell."""

import json
import sys
from typing import Any

import click


@click.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def sort(*, words: tuple[str, ...], as_json: bool, language: str) -> None:
    """Say which bin WORDS belong in; without WORDS, every line of standard input.

    As JSON: query, category (recyclable, hazardous, kitchen, residual, bulky, renovation, textile, or null where
    nothing is answered), confidence from 0 to 1, reason, alternatives (other categories, the likeliest first), and
    ask (the question that decides, or null). Offline, and without a database.
    """
    from jiayuan.modules.sorting.domain.knowing import sorter

    engine = sorter()
    queries = [" ".join(words)] if words else (line.rstrip("\r\n") for line in sys.stdin)
    for query in queries:
        answer = engine.answer(query)
        row: dict[str, Any] = {
            "query": query,
            "category": answer.category,
            "confidence": answer.confidence,
            "reason": answer.reason.said(language),
            "alternatives": list(answer.alternatives),
            "ask": answer.ask.said(language) if answer.ask else None,
        }
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else _spoken(row, answer.name))


def _spoken(row: dict[str, Any], name: str) -> str:
    known = f" ({name})" if name and name != row["query"] else ""
    lines = [f"{row['query']}{known}: {row['category'] or '?'} {row['confidence']:.2f}"]
    lines += [f"  {row[key]}" for key in ("reason", "ask") if row[key]]
    return "\n".join(lines)
