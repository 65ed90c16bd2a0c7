"""Documentation is a contract: links lead somewhere, and what the first pages name exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from khuevan.demo.logins import EVERY, PASSWORD

ROOT: Path = settings.ROOT
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
ROOM = ROOT / "src/khuevan/register/organisations"


def links(page: Path) -> Iterator[str]:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http://", "https://", "mailto:", "#")):
            yield target


def anchors(page: Path) -> set[str]:
    """As the usual renderers make them from headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    dead = []
    for target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve()
        if not there.exists() or (anchor and anchor not in anchors(there)):
            dead.append(target)
    assert dead == []


def test_the_seven_files_of_the_start_are_there() -> None:
    text = (ROOT / "docs/start.md").read_text()
    sections = re.findall(r"^## (\d)\. [^:\n]+: (.+)$", text, flags=re.MULTILINE)
    assert [number for number, _ in sections] == list("1234567")
    for _, files in sections:
        for name in re.findall(r"`([^`]+)`", files):
            assert (ROOM / name).is_file(), name


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("urls.py", ["act/<str:kind>/", "NAVIGATION", "PALETTE"]),
        ("views/acts.py", ["def act(", "@requires(", "clock.now()", "services.preview"]),
        ("forms.py", ["class RenameForm", "services.RenameUnit("]),
        (
            "services/acts.py",
            ["def rename_unit(", "def _act(", "demand_for(", "lock(", "plan_of(", "audit.act("],
        ),
        ("rules/acts.py", ["def plan_rename("]),
        ("migrations/0002_protection.py", ['AuditRows("organisations_unitstate"', "ProtectRows("]),
        ("events.py", ["class UnitRenamed("]),
        ("tests/test_acts.py", ["def test_renaming_keeps_the_old_name_for_its_days("]),
    ],
)
def test_the_start_speaks_of_the_code_as_it_is(file: str, words: list[str]) -> None:
    text = (ROOM / file).read_text()
    assert [word for word in words if word not in text] == []


def test_the_lines_to_take_out_are_in_the_rule() -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/start.md").read_text(), flags=re.DOTALL)
    assert lines in (ROOM / "rules/acts.py").read_text()


def test_every_dependency_has_its_line() -> None:
    text = (ROOT / "docs/dependencies.md").read_text()
    named = [
        re.split(r"[\[<>=]", line)[0].strip()
        for name in ("run.in", "dev.in")
        for line in (ROOT / "requirements" / name).read_text().splitlines()
        if line and line[0] not in "#-"
    ]
    package = json.loads((ROOT / "package.json").read_text())
    named += [*package["dependencies"], *package["devDependencies"]]
    assert len(named) > 30
    assert [name for name in named if name not in text] == []


def test_every_setting_of_a_server_is_explained() -> None:
    """What the code reads from the environment stands in the example file, or is for try-outs and tests only."""
    example = (ROOT / "deploy/khuevan.env.example").read_text() + (
        ROOT / "deploy/gunicorn.conf.py"
    ).read_text()
    sources = [path for path in (ROOT / "src").rglob("*.py") if "/tests/" not in str(path)]
    read = {name for path in sources for name in re.findall(r'"(KHUEVAN_[A-Z_]+)"', path.read_text())}
    assert "KHUEVAN_SECRET_KEY" in read
    not_for_servers = {"KHUEVAN_DATABASE_NAME", "KHUEVAN_DEBUG", "KHUEVAN_PAGES_KEPT", "KHUEVAN_PORT"}
    assert sorted(name for name in read - not_for_servers if name not in example) == []


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_first_page_names_each_demo_login(name: str) -> None:
    text = (ROOT / name).read_text()
    assert EVERY
    assert [login.username for login in EVERY if f"| `{login.username}` |" not in text] == []
    assert f"`{PASSWORD}`" in text
