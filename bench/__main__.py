"""`make bench [ONLY=name,…]`: runs the benches and prints each figure beside its peer or limit, with the ratio."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings_test")

NOT_BENCHES = {"__main__", "measure", "session", "site"}


def names() -> list[str]:
    folder = Path(__file__).parent
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(folder)])
        if module.name not in NOT_BENCHES and hasattr(importlib.import_module(f"bench.{module.name}"), "run")
    )


def main() -> int:
    from khuevan.kernel.database import lifecycle

    lifecycle.start_database()
    import django

    django.setup()
    console = Console()
    chosen = [name for name in os.environ.get("ONLY", "").split(",") if name] or names()
    busy = f"{os.getloadavg()[0]:.1f} processes wanted {os.cpu_count()} cores when it began"
    table = Table(title=f"Khuê Văn: figures of this run ({busy})", title_justify="left")
    for column in ("figure", "value", "against", "ratio", "aim", ""):
        table.add_column(column)
    missed = 0
    for name in chosen:
        console.print(f"[dim]{name}…[/dim]")
        for figure in importlib.import_module(f"bench.{name}").run():
            mark = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: ""}[figure.met]
            missed += figure.met is False
            ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
            table.add_row(figure.name, figure.value, figure.against, ratio, figure.aim, mark)
    console.print(table)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
