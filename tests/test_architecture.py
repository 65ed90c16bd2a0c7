"""What imports cannot show: foreign keys point down, every address states its permission, rows are protected."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from khuevan.config import modules

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "khuevan"
PYTHON_FILES = sorted(SOURCE.glob("**/*.py"))
ROOMS = [SOURCE / wing / room for wing, rooms in modules.WINGS.items() for room in rooms]

# The file vocabulary of a room. A name that is not here needs a reason, and the reason stands beside it.
VOCABULARY = {
    "__init__", "apps", "urls", "views", "api", "tasks", "forms", "services", "queries", "rules", "models",
    "facts", "indicators", "checks", "sheets", "records", "permissions", "events", "choices",
    "management", "migrations", "tests", "templates", "static", "locale", "README",
}  # fmt: skip
OTHER_NAMES = {
    "organisations": {"commands"},
    "people": {
        "fields": "the multirange column that Django does not ship",
    },
    "accounts": {
        "hashers": "Argon2id at OWASP's parameters is a Django extension point",
        "middleware": "sets request.actor",
        "sessions": "Django's session engine extension point",
        "roles": "the table of built-in roles, read by people who decide about it",
    },
    "targets": {
        "tables": "plans out of and into tables of Word and Excel, which are no list of records",
    },
    "custody": {
        "formats": "writing and reading packages and receipts",
        "offline": "the verifier as one file, which runs without this platform",
    },
    "signing": {
        "authority": "the development authority: keys in files, which no other name of the vocabulary holds",
        "signers": "plug-ins behind one protocol: software, token, remote, the user's computer",
        "formats": "making signed XML and PDF",
        "verification": "the verifier, which also runs without a database",
    },
    "quality": {
        "store": "rows that were judged, with the verdict: files and the manifest that names them",
    },
    "indicators": {
        "store": "facts in columns: files and the manifest that names them, which no other name of the vocabulary holds",
    },
    "inspections": {
        "printing": "minutes as .docx and on paper; no other name of the vocabulary holds them",
    },
    "maturity": {
        "probes": "declarations of how a figure proposes a score, frozen beside the edition that they serve",
    },
    "reportcards": {
        "printing": "forms on paper, laid out by a typesetter; no other name of the vocabulary holds them",
    },
    "reports": {
        "outlines": "the built-in templates as text, and the words of templates; no other name holds them",
        "printing": "a report as .docx and on paper; no other name of the vocabulary holds them",
    },
    "statistics": {
        "layouts": "the statutory forms as versioned data: rows, columns, control sums; no other name holds them",
        "printing": "the forms as workbook and on paper; no other name of the vocabulary holds them",
    },
    "signin": {
        "adapters": "allauth's extension point",
        "allauth_settings": "allauth's settings, beside the code that they steer",
        "backend": "Django's authentication extension point",
        "provider": "allauth's extension point for the OpenID provider",
        "middleware": "forces a first password change and the second factor",
    },
}
# Tables without row-level security, each with its reason. Everything else must be protected.
UNPROTECTED = {
    "django_migrations": "names of migrations",
    "django_content_type": "names of models",
    "django_session": "not used",
    "auth_permission": "Django's own, unused: permissions are declarations",
    "auth_group": "Django's own, unused",
    "auth_group_permissions": "Django's own, unused",
}


def rooms_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[1]


def test_no_file_is_over_600_lines() -> None:
    lengths = {str(file.relative_to(SOURCE)): len(file.read_text().splitlines()) for file in PYTHON_FILES}
    assert {file: length for file, length in lengths.items() if length > 600} == {}
    assert len(lengths) > 300, "the files were found"


@pytest.mark.parametrize("folder", ROOMS, ids=lambda folder: folder.name)
def test_every_room_says_what_it_is(folder: Path) -> None:
    readme = folder / "README.md"
    assert readme.exists(), "a room has a README of one page"
    assert 5 <= len(readme.read_text().splitlines()) <= 140
    assert (folder / "apps.py").exists()
    assert list(folder.glob("tests/**/test_*.py")), "a room has tests"


@pytest.mark.parametrize("folder", [f for f in ROOMS if f.parent.name != "kernel"], ids=lambda f: f.name)
def test_files_of_a_room_keep_the_vocabulary(folder: Path) -> None:
    names = {entry.stem for entry in folder.iterdir() if not entry.name.startswith((".", "__py"))}
    assert names <= VOCABULARY | set(OTHER_NAMES.get(folder.name, ())) | {"__init__"}


FORBIDDEN_NAMES = re.compile(r"^(utils?|helpers?|common|misc|manager|base2|new_.*)$")


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [file for file in PYTHON_FILES if FORBIDDEN_NAMES.match(file.stem)] == []


PUBLIC_FACE = {"services", "queries", "facts", "events", "choices", "permissions"}


def imports_of(file: Path) -> Iterator[str]:
    """Dotted names imported by a file, `from a.b import c` given as a.b.c."""
    package = ["khuevan", *file.relative_to(SOURCE).with_suffix("").parts]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: -node.level]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_rooms_are_entered_by_their_public_face_only() -> None:
    """From another room of the upper wings only services, queries, facts, events, choices, permissions."""
    trespasses = []
    for file in PYTHON_FILES:
        parts = file.relative_to(SOURCE).parts
        if parts[0] not in modules.WINGS or parts[0] == "kernel" or "tests" in parts:
            continue
        for name in imports_of(file):
            words = name.split(".")
            if len(words) < 4 or words[0] != "khuevan" or words[1] in ("kernel", "config"):
                continue
            if words[2] != parts[1] and words[3] not in PUBLIC_FACE:
                trespasses.append(f"{file.relative_to(SOURCE)}: {name}")
    assert trespasses == []


def test_rules_know_no_django_and_no_clock() -> None:
    impure = []
    for file in PYTHON_FILES:
        parts = file.relative_to(SOURCE).parts
        if "rules" not in parts and file.stem != "rules":
            continue
        if "tests" in parts:
            continue
        for name in imports_of(file):
            if name.startswith(("django.db", "django.http", "django.conf", "khuevan.kernel.clock")):
                impure.append(f"{file.relative_to(SOURCE)}: {name}")
        if re.search(r"\.(now|today)\(\)", file.read_text()):
            impure.append(f"{file.relative_to(SOURCE)}: reads the clock")
    assert impure == []


def test_services_do_not_read_the_clock() -> None:
    reading = [
        str(file.relative_to(SOURCE))
        for file in PYTHON_FILES
        if ("services" in file.relative_to(SOURCE).parts or file.stem == "services")
        and "tests" not in file.parts
        and re.search(r"\b(clock|timezone|datetime|date)\.(now|today)\(\)", file.read_text())
    ]
    assert reading == []


def test_advisory_locks_are_turns_with_a_name() -> None:
    """Numbers by hand meet: two works then wait for each other, or one is taken for the other."""
    by_hand = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "advisory" in path.read_text(encoding="utf-8") and not {"tests", "testing"} & set(path.parts)
    ]
    assert sorted(by_hand) == [
        "kernel/database/roles.py",  # before there is a database of ours
        "kernel/database/turns.py",
        "kernel/jobs/progress.py",  # held as long as the process lives; the only ones with two numbers
    ]


def test_browser_tests_wait_from_outside_the_page() -> None:
    """Playwright's `wait_for_function` asks a second time by evaluating text in the page, which the content policy
    refuses: such a test passes where the answer is there at once, and fails now and then. Use `comes_true`."""
    asking = [
        str(path.relative_to(ROOT))
        for folder in (SOURCE, ROOT / "tests")
        for path in folder.rglob("*.py")
        if ".wait_for_function(" in path.read_text(encoding="utf-8") and path != Path(__file__)
    ]
    assert asking == []


def test_no_model_signals_carry_business() -> None:
    guilty = [
        str(file.relative_to(SOURCE))
        for file in PYTHON_FILES
        if re.search(r"django\.db\.models\.signals|post_save|pre_save|m2m_changed", file.read_text())
    ]
    assert guilty == []


def tier(label: str) -> int:
    order = [room for rooms in modules.WINGS.values() for room in rooms]
    return order.index(label) if label in order else -1


def test_foreign_keys_point_down() -> None:
    upward = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model is not None:
                other = field.related_model._meta.app_label
                if tier(own) >= 0 and tier(other) > tier(own):
                    upward.append(f"{model.__name__}.{field.name} -> {other}")
    assert upward == []


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def test_every_address_states_its_permission() -> None:
    silent = []
    for where, entry in patterns():
        view = entry.callback
        gate = getattr(view, "gate", None) or getattr(getattr(view, "view_class", None), "gate", None)
        if gate is None and not where.startswith("api/v1/"):
            silent.append(where)
        if gate is not None:
            kind, statement = gate
            assert kind in ("requires", "signed_in", "public")
            assert len(str(statement)) > 5, f"{where}: say the permission or the reason"
    assert silent == []


def test_every_api_operation_states_its_permission() -> None:
    from khuevan.config.api import api

    silent = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                if not hasattr(operation.view_func, "gate"):
                    silent.append(f"{operation.methods} {prefix}{path}")
    assert silent == []


@pytest.mark.django_db
def test_every_table_of_ours_is_under_row_level_security() -> None:
    """FORCE, too; and a table without it is named with its reason."""
    ours = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        protected = dict(cursor.fetchall())
    reasons = {**UNPROTECTED, **reasons_of_rooms()}
    naked = [t for t in ours if t in protected and not protected[t] and t not in reasons]
    assert naked == []
    assert [t for t in reasons if protected.get(t)] == [], "said to be unprotected, but it is protected"


def reasons_of_rooms() -> dict[str, str]:
    """Tables of libraries and of look-ups, which hold nothing of a school or a person."""
    return {
        "procrastinate_jobs": "arguments are ids; results are read through the protected job runs",
        "procrastinate_events": "times of job states",
        "procrastinate_periodic_defers": "times of periodic tasks",
        "procrastinate_workers": "heartbeats of workers",
        "signin_cache": "counters of sign-in attempts under hashed keys",
        "signin_attempts": "counts under keyed hashes of names and addresses",
        "allauth_idp_oidc_client": "registered applications: no person's data; pages and services check the permission",
        "accounts_role": "names of roles and their permissions: the same for everybody",
        "organisations_treeversion": "one counter",
        "portal_stamp": "one counter",
        "audit_head": "the last hash of each chain",
    }


@pytest.mark.django_db
def test_the_application_is_neither_owner_nor_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb from pg_roles"
            " where rolname = session_user"
        )
        name, strong = cursor.fetchone()
        cursor.execute("select count(*) from pg_tables where tableowner = session_user")
        (owned,) = cursor.fetchone()
    assert (name, strong, owned) == ("khuevan_app", False, 0)
