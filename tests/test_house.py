"""The shape of the house: what holds for every file and every table."""

import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command
from factory.django import DjangoModelFactory

from tests import factories

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "jiayuan"
LONGEST = 350
WRITTEN_BY_ITSELF = {"ledger"}
"""Apps whose rows only their own functions write: ``record`` and ``seal``."""
MACHINES_TIME = {
    "foundation/clock/now.py",
    "foundation/clock/stamped.py",  # Django's names for what is written by our clock
    "foundation/channels/aliyun.py",  # a signature that the other side holds against its own time
    "foundation/people/models/person.py",  # when an account was opened; the demonstration gives its own
    "foundation/people/sessions.py",  # sessions end by Django's clock, which also ends them
}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def script(name: str) -> ModuleType:
    """A script of ``scripts/``, as a module."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_no_file_is_longer_than_one_can_keep_in_mind():
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]
    assert files
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in files
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_no_registry_and_no_machine_is_named_in_the_tree():
    assert script("check").tree_faults() == []


def test_one_thing_has_one_name_in_chinese():
    """What is reported is 事项 and who reported it 上报人, on every page and in every guide."""
    texts = [*SOURCE.glob("locale/zh_Hans/**/*.po"), *ROOT.glob("docs/zh/*.md")]
    assert len(texts) > 3
    other = ("案件", "反映人", "报事人", "举报人")
    found = {path.name: word for path in texts for word in other if word in path.read_text(encoding="utf-8")}
    assert found == {}


def test_the_present_is_asked_of_our_clock():
    """Else what the demonstration shows as past, and what a simulation writes, carries the moment of the machine."""
    other = re.compile(
        r"timezone\.now\b|datetime\.now\(|datetime\.utcnow\(|date\.today\(|localdate\(\)|auto_now|Now\(\)"
    )
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and other.search(path.read_text(encoding="utf-8"))
    }
    assert found == MACHINES_TIME


def test_every_model_has_a_factory():
    made = {
        each._meta.model
        for _, each in inspect.getmembers(factories, inspect.isclass)
        if issubclass(each, DjangoModelFactory)
    }
    ours = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("jiayuan.") and model._meta.app_label not in WRITTEN_BY_ITSELF
    ]
    assert ours
    assert sorted(model._meta.label for model in ours if model not in made) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", factories.__all__)
def test_every_factory_makes_a_row(name):
    assert getattr(factories, name)().pk is not None


def test_each_floor_stands_on_those_below():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_message_catalogues_are_complete():
    assert script("messages").problems() == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_dependencies_are_named_once():
    """Everything in pyproject.toml is locked, and what runs is locked alike for the tests."""
    import tomllib

    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    base, tests = (_locked(ROOT / "requirements" / f"{name}.txt") for name in ("base", "test"))
    assert {re.split(r"[\[~=<>]", each)[0].lower() for each in named} <= set(base)
    assert {name: version for name, version in base.items() if tests.get(name) != version} == {}


def _locked(path: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize(
    "page",
    [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_links_of_the_documentation_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.strip(), "an empty page"
    for target in LINK.findall(text):
        path, _, anchor = target.partition("#")
        if path.startswith(("http:", "https:", "mailto:")):
            continue
        found = (page.parent / path) if path else page
        assert found.exists(), target
        if anchor and found.suffix == ".md":
            assert anchor in _anchors(found), target


def _anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_page_of_the_documentation_is_reached_from_the_readme():
    """By links, directly or through other pages."""
    reached, waiting = set(), [ROOT / "README.md", ROOT / "README.zh-CN.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        targets = [target.partition("#")[0] for target in LINK.findall(page.read_text(encoding="utf-8"))]
        waiting += [page.parent / target for target in targets if target and "://" not in target]
    pages = {path.resolve() for path in ROOT.glob("docs/**/*.md")}
    assert sorted(str(path.relative_to(ROOT)) for path in pages - reached) == []
