"""People who sign, seal, pack and submit in a process that is killed at random moments, and what must hold afterwards.

One nursery process loads the platform once and forks whoever works, so that fifty deaths cost fifty forks.
"""

from __future__ import annotations

import base64
import hashlib
import os
import pickle
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

from django.conf import settings
from django.db import connection

from khuevan.kernel import access, clock, database
from khuevan.kernel.audit.verification import verify
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing.patience import PATIENCE
from khuevan.register.signing import queries as signing
from khuevan.register.signing import services as signatures
from khuevan.register.signing.models import Signature
from khuevan.register.signing.verification import Outcome
from khuevan.school.custody import services
from khuevan.school.custody.models import Package, PackedCard
from khuevan.school.custody.rules import PackageState
from khuevan.school.custody.services.packing import archive_of
from khuevan.school.reportcards import queries as reportcards
from khuevan.school.reportcards.models import Card, CardSlot, CardVersion
from khuevan.school.reportcards.rules.slots import place_of
from khuevan.school.reportcards.rules.states import state_of
from khuevan.school.reportcards.services import generate_class, sign_waiting
from khuevan.school.reportcards.tests.builders import AT, certificate

from .builders import class_below_an_office

SOURCE = Path(__file__).resolve().parents[4]
KINDS = ("subject", "subject", "homeroom", "head", "seal")


def prepared(*, learners: int, office: Any = None, first: int = 0) -> SimpleNamespace:
    """A class whose cards wait for everyone, and everyone's certificate."""
    room = class_below_an_office(learners=learners, office=office, first=first)
    room.signers = [
        (actor, kind, certificate(actor, seal=kind == "seal"))
        for actor, kind in zip((room.hoa, room.binh, room.hoa, room.head, room.clerk), KINDS, strict=True)
    ]
    with database.acting(room.clerk):
        generate_class(room.clerk, room.group, at=AT)
    with database.acting(access.system()):
        room.codes = set(Card.objects.filter(class_group=room.group).values_list("code", flat=True))
    return room


def work(room: SimpleNamespace) -> None:
    """Everything that is left, each gesture in a transaction of its own: what was done before is left as it is."""
    with clock.frozen(AT):
        for actor, kind, mine in room.signers:
            with database.acting(actor):
                sign_waiting(
                    actor, [(room.group.pk, kind)], certificate=mine, at=AT, stamp=signing.stamp_source(AT),
                    signer=signatures.software_signer(mine, at=AT),
                )  # fmt: skip
        clerk, seal = room.clerk, room.signers[-1][2]
        try:
            with database.acting(clerk):
                services.make_package(clerk, room.group, at=AT)
        except Invalid:
            pass  # every card is in a package
        with database.acting(clerk):
            package = Package.objects.get(class_group=room.group)
        if package.state == PackageState.MADE:
            signer = signatures.signer_of(seal, at=AT)
            with database.acting(clerk):
                services.sign_package(
                    clerk, package, certificate_id=seal.pk, signer=signer, version=package.version, at=AT
                )
        if package.state == PackageState.SIGNED:
            with database.acting(clerk):
                services.submit_package(clerk, package, version=package.version, at=AT)


def is_done(room: SimpleNamespace) -> bool:
    with database.acting(access.system()):
        return Package.objects.filter(class_group=room.group, state=PackageState.SUBMITTED).exists()


def nursery() -> None:
    """Reads work, one line each; forks whoever does it, says who it is, and, asked again, how it ended."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        room, settings.FILES_ROOT, settings.SIGNING_ROOT = pickle.loads(base64.b64decode(line))
        child = os.fork()
        if child == 0:
            try:
                work(room)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


class Nursery:
    def __init__(self) -> None:
        addresses = settings.DATABASE_ADDRESSES.on(str(connection.settings_dict["NAME"]))
        environment = {
            **os.environ,
            "DATABASE_URL": addresses.app.url(),
            "DATABASE_OWNER_URL": addresses.owner.url(),
            "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]),
            "KHUEVAN_LOG": "ERROR",
        }
        code = f"import django; django.setup(); from {__name__} import nursery; nursery()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._hear() == "ready\n"

    def work(self, room: SimpleNamespace, seconds: float | None) -> int:
        """How it ended: -9 where it was killed after so many seconds, 0 where it was through before."""
        job = pickle.dumps((room, settings.FILES_ROOT, settings.SIGNING_ROOT))
        child = int(self._say(base64.b64encode(job).decode()))
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        ended = int(self._say(""))
        _wait_for_orphans()
        return ended

    def _say(self, line: str) -> str:
        told: IO[str] = self._process.stdin  # type: ignore[assignment]
        told.write(f"{line}\n")
        told.flush()
        return self._hear()

    def _hear(self) -> str:
        heard: IO[str] = self._process.stdout  # type: ignore[assignment]
        answer = heard.readline()
        assert answer, "the nursery has died"
        return answer

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def _wait_for_orphans() -> None:
    """Until the database has noticed that its clients are gone: until then their last statement may go on."""
    until = time.monotonic() + PATIENCE
    with database.acting(access.system()), connection.cursor() as cursor:
        while True:
            cursor.execute("select pg_stat_clear_snapshot()")
            cursor.execute(
                "select count(*) from pg_stat_activity"
                " where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()"
            )
            row = cursor.fetchone()
            if not row or not row[0]:
                return
            assert time.monotonic() < until, "a client that was killed is still there"
            time.sleep(0.01)


def wrong(room: SimpleNamespace) -> list[str]:
    """What must never be: a card lost, signed twice in a slot, half issued, a package without its seal."""
    with database.acting(access.system()), clock.frozen(AT):
        cards = list(Card.objects.filter(class_group=room.group))
        found = [] if {one.code for one in cards} == room.codes else ["cards are lost"]
        for card in cards:
            found += [f"{card.code}: {words}" for words in _wrong_card(card)]
        for package in Package.objects.filter(class_group=room.group):
            found += [f"{package.uid}: {words}" for words in _wrong_package(package, room)]
        verdict = verify()
        return found + [f"audit: {fault}" for fault in verdict.faults]


def _wrong_card(card: Card) -> list[str]:
    version = CardVersion.objects.get(card=card, ended_at=None)
    slots = list(CardSlot.objects.filter(version=version))
    report = reportcards.verified(card, version, AT)
    signed = Counter(place_of(one.kind, one.subject_code).id for one in slots if one.signed_at is not None)
    logged = Counter(
        Signature.objects.filter(title__startswith=card.code)
        .exclude(kind="card-package")
        .values_list("slot", flat=True)
    )
    seal = next(one for one in slots if one.kind == "seal")
    issued = {
        card.state == "issued",
        card.issued_at is not None,
        version.issued_at is not None,
        seal.signed_at is not None,
    }
    there = Counter((one.slot, one.target if one.slot == "subject" else "") for one in report.signatures)
    said = {
        "another digest": hashlib.sha256(version.content).hexdigest() != version.digest,
        "half issued": len(issued) != 1,
        "another state": card.state != state_of((one.kind, one.signed_at is not None) for one in slots),
        "slots and log differ": signed != logged,
        "slots and file differ": sum(signed.values()) != len(report.signatures),
        "signed twice": any(many > 1 for many in (*signed.values(), *logged.values(), *there.values())),
        "a signature that does not hold": any(one.outcome is not Outcome.VALID for one in report.signatures),
        "sealed but not valid": card.state == "issued" and report.outcome is not Outcome.VALID,
    }  # fmt: skip
    return [words for words, is_so in said.items() if is_so]


def _wrong_package(package: Package, room: SimpleNamespace) -> list[str]:
    packed = set(PackedCard.objects.filter(package=package).values_list("code", flat=True))
    seals = (
        Signature.objects.filter(kind="card-package", digest=package.digest).count() if package.digest else 0
    )
    is_signed = package.state != PackageState.MADE
    faults: list[Any] = []
    if is_signed:
        with archive_of(package) as stream:
            looked = services.examine(
                stream, at=AT, trust=signing.trust(AT), seal_doubt=lambda code, seal: ""
            )
            faults = looked.faults
    said = {
        "not every card": packed != room.codes,
        "seal and state differ": seals != int(is_signed) or (package.signed_at is not None) != is_signed,
        "submitted by half": (package.submitted_at is not None) != (package.state == PackageState.SUBMITTED),
        f"faults {faults}": bool(faults),
    }
    return [words for words, is_so in said.items() if is_so]


@dataclass
class Deaths:
    """moments: of those killed, how many cards had been signed how far and which step the package was at."""

    killed: int = 0
    through: int = 0
    wrong: list[str] = field(default_factory=list)
    moments: Counter[str] = field(default_factory=Counter)
    last: SimpleNamespace | None = None
    """The class that was finished last."""


def kill_at_random_moments(many: int, *, seed: int, learners: int = 2) -> Deaths:
    """Until so many have been killed while they worked; each class is finished in the end. In a database that commits."""
    chance, deaths, nurse = random.Random(seed), Deaths(), Nursery()
    try:
        room = prepared(learners=learners)
        begun = time.monotonic()
        assert nurse.work(room, None) == 0
        whole, number, office = time.monotonic() - begun, 0, room.office
        deaths.wrong += wrong(room)
        while deaths.killed < many:
            number += learners
            room = prepared(learners=learners, office=office, first=number)
            while deaths.killed < many and not is_done(room):
                ended = nurse.work(room, chance.uniform(0.0, whole / 3))
                assert ended in (0, -signal.SIGKILL), "see what the process said"
                deaths.killed += ended == -signal.SIGKILL
                deaths.through += ended == 0
                deaths.wrong += wrong(room)
                deaths.moments[_moment(room)] += 1
            assert nurse.work(room, None) == 0
            assert is_done(room), "what is left can be finished"
            deaths.wrong += wrong(room)
            deaths.last = room
    finally:
        nurse.end()
    return deaths


def _moment(room: SimpleNamespace) -> str:
    with database.acting(access.system()):
        package = Package.objects.filter(class_group=room.group).first()
        if package is not None:
            return f"package {package.state}"
        states = Counter(Card.objects.filter(class_group=room.group).values_list("state", flat=True))
    return ", ".join(sorted(f"{state}" for state in states))
