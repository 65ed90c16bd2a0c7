"""`python -m khuevan <command>`: the platform's own commands, and Django's.

db start | stop | status    the embedded PostgreSQL of the data folder
messages [room] [--compile] translations out of the code, and into what Django reads
prepare                     roles, database, migrations (idempotent)
verify FILE…                whether signed XML, PDF and sealed archives hold: no network, no database (--help)
run                         everything: database, migrations, demo province, server, worker

`<command> --help` says what a command takes, and starts nothing.
"""

from __future__ import annotations

import argparse
import os
import sys

WITHOUT_DATABASE = {"help", "version", "--help", "-h", "--version", "make_map", "build_verifier"}


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")
    command, words = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command == "verify":
        from khuevan.school.custody.offline import archive

        return archive.run(words)
    if command in OWN:
        return _own(command, words)
    if command in ("help", "--help", "-h") and not words:
        print(__doc__)  # noqa: T201
    if command not in WITHOUT_DATABASE and not {"--help", "-h"} & set(words):
        from khuevan.kernel.database.lifecycle import start_database

        start_database()
    from khuevan.config import checks, loading

    if command == "worker":
        checks.stop_if_unsafe()
    with loading.in_one_go():
        import django

        django.setup()
    if command == "worker":
        checks.stop_if_database_is_unsafe()
    _execute(command, ["python -m khuevan", *arguments])
    return 0


OWN = {
    "run": "Starts everything and waits: database, migrations, the demo province the first time, server, worker. "
    "Environment: KHUEVAN_PORT (8000), KHUEVAN_DATA (folder of the data), KHUEVAN_ENV (demo), SCALE (small).",
    "prepare": "Roles, database and migrations; again does nothing.",
    "db": "The embedded PostgreSQL of the data folder.",
    "messages": "Translations out of the code into the rooms' files, and compiled into what Django reads.",
}


def _own(command: str, words: list[str]) -> int:
    """Commands that need no Django, or start it themselves. What they do not know is an error in words, exit code 2."""
    parser = argparse.ArgumentParser(f"python -m khuevan {command}", description=OWN[command])
    if command == "db":
        parser.add_argument("word", nargs="?", default="status", choices=("start", "stop", "status"))
    if command == "messages":
        parser.add_argument("rooms", nargs="*", metavar="room", help="all where none is named")
        parser.add_argument("--compile", action="store_true", help="only compile")
    asked = parser.parse_args(words)
    if command == "db":
        from khuevan.kernel.database.lifecycle import control_database

        return control_database([asked.word])
    if command == "messages":
        from khuevan.config import translations

        return translations.main(words)
    if command == "prepare":
        from khuevan.kernel.database.lifecycle import prepare

        return prepare()
    from khuevan.config.supervisor import run

    return run()


def _execute(command: str, line: list[str]) -> None:
    """A command of ours does not load every page and the whole API, which it does not serve, to look through them
    first: that is half of a start, and `check`, the tests and the web server do it."""
    from django.core.management import execute_from_command_line, get_commands, load_command_class

    room = get_commands().get(command)
    if not isinstance(room, str) or not room.startswith("khuevan."):
        return execute_from_command_line(line)
    ours = load_command_class(room, command)
    ours.requires_system_checks = []
    return ours.run_from_argv(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
