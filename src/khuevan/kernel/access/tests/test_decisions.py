"""Every answer of `decide`, as a table."""

from dataclasses import replace

import pytest

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Holding, Permission, Reach

SEE = Permission("test.thing:view", "Xem mẫu vật")
EDIT = Permission("test.thing:edit", "Sửa mẫu vật")

OFFICER = Actor(
    account_id=1,
    person_id=None,
    name="Cán bộ",
    holdings=(
        Holding(frozenset({SEE.code}), Reach.of([1, 2, 3])),
        Holding(frozenset({EDIT.code}), Reach.of([2])),
    ),
)
MINISTRY = Actor(
    account_id=2, person_id=None, name="Bộ", holdings=(Holding(frozenset({SEE.code}), Reach.everything()),)
)


class Thing:
    def __init__(self, unit: int | None) -> None:
        self.scope_unit_id = unit


@pytest.mark.parametrize(
    ("actor", "permission", "on", "allowed", "reason"),
    [
        (OFFICER, SEE, 3, True, ""),
        (OFFICER, SEE, None, True, ""),
        (OFFICER, EDIT, 2, True, ""),
        (OFFICER, EDIT, 3, False, "không phải ở đơn vị này"),
        (OFFICER, SEE, 4, False, "không phải ở đơn vị này"),
        (OFFICER, SEE, Thing(1), True, ""),
        (OFFICER, SEE, Thing(9), False, "không phải ở đơn vị này"),
        (OFFICER, SEE, Thing(None), False, "không phải ở đơn vị này"),
        (MINISTRY, SEE, Thing(None), True, ""),
        (MINISTRY, EDIT, 1, False, "Vai trò của bạn không có quyền «Sửa mẫu vật»"),
        (Actor.anonymous(), SEE, None, False, "chưa đăng nhập"),
        (access.system(), EDIT, 12, True, ""),
    ],
)
def test_decide(actor: Actor, permission: Permission, on: object, allowed: bool, reason: str) -> None:
    decision = access.decide(actor, permission, on=on)
    assert bool(decision) is allowed
    assert reason in decision.reason


def test_demand_raises_with_the_reason() -> None:
    with pytest.raises(access.Refused, match="không phải ở đơn vị này"):
        access.demand(OFFICER, EDIT, on=3)
    access.demand(OFFICER, EDIT, on=2)


def test_scope_is_the_same_rule_as_a_set() -> None:
    assert access.scope(OFFICER, SEE) == Reach.of([1, 2, 3])
    assert access.scope(OFFICER, EDIT) == Reach.of([2])
    assert access.scope(Actor.anonymous(), SEE) == Reach.nothing()


@pytest.mark.parametrize("code", ["thing", "module.thing", "Module.thing:view", "module.thing:view:all", ""])
def test_a_malformed_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="module.object:verb"):
        Permission(code, "x")


def test_declared_twice_differently_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Permission(SEE.code, "Khác")
    assert access.declared()[SEE.code] == SEE


def test_whose_rows_may_be_touched_their_names_may_be_seen() -> None:
    """The policies of the tree rest on it: they ask for the outline alone."""
    made = Actor(None, None, "x", (Holding(frozenset(), Reach.of([7, 9])),), outline=Reach.of([1]))
    assert made.outline == Reach.of([1, 7, 9])
    assert replace(made, outline=Reach.nothing()).outline == Reach.of([7, 9])
    assert replace(made, holdings=(), outline=Reach.nothing()).outline == Reach.nothing()
    assert made.seen_from("10.0.0.7").outline == made.outline
    assert access.system().outline == Reach.everything()
