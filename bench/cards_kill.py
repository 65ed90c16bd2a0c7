"""Report cards signed, sealed, packed and submitted by processes that are killed: nothing lost, doubled or halved.

`MOMENTS=50 SEED=1 make bench ONLY=cards_kill`; a short form of it is among the tests.
"""

from __future__ import annotations

import os
import time

from khuevan.kernel.testing.server import on_a_clone
from khuevan.school.custody.tests.killing import kill_at_random_moments

from .measure import Figure

MOMENTS = int(os.environ.get("MOMENTS", "50"))
SEED = int(os.environ.get("SEED", "1"))


def run() -> list[Figure]:
    begun = time.monotonic()
    with on_a_clone("kill"):
        deaths = kill_at_random_moments(MOMENTS, seed=SEED, learners=4)
    seconds = time.monotonic() - begun
    for moment, many in sorted(deaths.moments.items()):
        print(f"   {many} left it at: {moment}")  # noqa: T201
    for words in deaths.wrong[:20]:
        print("  ", words)  # noqa: T201
    value = f"{deaths.killed} killed, {len(deaths.wrong)} faults"
    against = f"{deaths.through} were through before; {seconds:.0f} s, seed {SEED}"
    return [
        Figure(
            "kill -9 while cards are signed and submitted", value, against, None, "no fault", not deaths.wrong
        )
    ]
