"""Steps that end with the school's seal, done where the seal is kept by a program on the user's computer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from khuevan.kernel.access import Actor
from khuevan.register.signing import services as signatures

from .. import queries
from ..rules import Place
from .handing_over import seal_cards
from .packing import sign_package
from .taking_over import countersign

SIGN_PACKAGE, COUNTERSIGN, SEAL = (
    "custody.package:sign",
    "custody.handover:countersign",
    "custody.handover:seal",
)


def declare() -> None:
    signatures.desk_work(SIGN_PACKAGE, _sign_package)
    signatures.desk_work(COUNTERSIGN, _countersign)
    signatures.desk_work(SEAL, _seal)


def _sign_package(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    found = queries.package(actor, given["package"])
    certificate, version = given["certificate"], given["version"]
    sign_package(actor, found, certificate_id=certificate, signer=signer, version=version, at=at)
    return reverse("custody:package", args=[found.pk])


def _countersign(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    found = queries.handover(actor, given["handover"])
    certificate, version = given["certificate"], given["version"]
    countersign(actor, found, certificate_id=certificate, signer=signer, version=version, at=at)
    return reverse("custody:handover", args=[found.pk])


def _seal(actor: Actor, given: Mapping[str, Any], signer: signatures.Signer, at: datetime) -> str:
    made = seal_cards(
        actor,
        school_id=given["school"],
        learner=given["learner"],
        other=Place(given["other_code"], given["other_name"]),
        certificate_id=given["certificate"],
        signer=signer,
        at=at,
    )
    return reverse("custody:handover", args=[made.pk])
