"""The declaration of a check. Rooms declare, the quality room runs, forms and imports may ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.kernel.facts import Facts

if TYPE_CHECKING:
    import polars as pl

_CODE = re.compile(r"^[a-z_]+\.[a-z_]+:[a-z0-9_]+$")
_PLACE = re.compile(r"%\((\w+)\)s")
_declared: dict[str, Check] = {}
_components: dict[str, Component] = {}


class Dimension(TextChoices):
    """The four questions about data: QĐ 4725/QĐ-BGDĐT and the sector's slogan đúng, đủ, sạch, sống."""

    CORRECT = "correct", _("Đúng")
    COMPLETE = "complete", _("Đủ")
    CLEAN = "clean", _("Sạch")
    LIVE = "live", _("Sống")


class Severity(TextChoices):
    WRONG = "wrong", _("Sai")
    DOUBTFUL = "doubtful", _("Nghi ngờ")


class Trust(TextChoices):
    """How sure the rule is; only what was read in the text is taken as law."""

    READ = "V", _("đã đọc trong văn bản")
    REPORTED = "S", _("theo nguồn thứ cấp")
    PRACTICE = "C", _("theo thực tế phần mềm của ngành")
    UNVERIFIED = "U", _("chưa kiểm chứng")
    PLAIN = "-", _("suy từ chính dữ liệu")


@dataclass(frozen=True)
class Source:
    """`instrument` is the number of the text, `place` its article; for `Trust.PLAIN` the plain reason."""

    instrument: str | Promise
    place: str | Promise = ""
    trust: Trust = Trust.UNVERIFIED

    def __str__(self) -> str:
        return f"{self.instrument}, {self.place}" if self.place else str(self.instrument)


@dataclass(frozen=True)
class Component:
    """A part of the data that somebody answers for. `school`, `department`: codes of the roles that do by default."""

    code: str
    label: str | Promise
    school: str
    department: str = "department_officer"
    order: int = 50

    def __post_init__(self) -> None:
        if _components.setdefault(self.code, self) != self:
            raise ValueError(f"component {self.code!r} is declared twice, differently")


@dataclass(frozen=True)
class Limit:
    """A number of a check that may change; `unit` is what it counts."""

    name: str
    value: float
    unit: str | Promise = ""


@dataclass(frozen=True)
class Setting:
    """What a check is asked under: the day, and its limits in force on that day."""

    on: date
    limits: Mapping[str, float] = field(default_factory=dict)

    def limit(self, name: str) -> float:
        return self.limits[name]


Expression = Callable[[Setting], "pl.Expr"]


@dataclass(frozen=True, eq=False)
class Check:
    """See README.md. `code` is room.noun:word."""

    code: str
    facts: Facts
    component: Component
    dimension: Dimension
    severity: Severity
    _: KW_ONLY
    label: str | Promise
    text: str | Promise
    fields: tuple[str, ...]
    source: Source
    wrong: Expression
    mend: Callable[[Mapping[str, Any]], str]
    applies: Expression | None = None
    limits: tuple[Limit, ...] = ()
    shown: tuple[str, ...] = ()
    advice: str | Promise = ""

    def __post_init__(self) -> None:
        if not _CODE.match(self.code):
            raise ValueError(f"code of a check {self.code!r} is not room.noun:word")
        if self.code in _declared:
            raise ValueError(f"check {self.code!r} is declared twice")
        known = {*self.facts.by_name, *(limit.name for limit in self.limits)}
        strangers = {*self.places, *self.fields, *self.shown} - known
        if strangers:
            raise ValueError(f"{self.code} names {', '.join(sorted(strangers))}, which its facts do not have")
        _declared[self.code] = self

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names between %( and )s in the sentence."""
        return tuple(dict.fromkeys(_PLACE.findall(str(self.text))))

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Columns whose values are kept with a finding."""
        names = dict.fromkeys([*self.places, *self.shown])
        return tuple(name for name in names if name in self.facts.by_name)

    @cached_property
    def defaults(self) -> dict[str, float]:
        return {limit.name: limit.value for limit in self.limits}

    def setting(self, on: date, limits: Mapping[str, float] | None = None) -> Setting:
        return Setting(on, {**self.defaults, **(limits or {})})


@lru_cache(maxsize=1)
def _load() -> None:
    for config in apps.get_app_configs():
        if config.name.startswith("khuevan.") and find_spec(f"{config.name}.checks") is not None:
            import_module(f"{config.name}.checks")


def declared() -> dict[str, Check]:
    """Every check of every room, by code."""
    _load()
    return dict(sorted(_declared.items()))


def components() -> list[Component]:
    """Every component, in order."""
    _load()
    return sorted(_components.values(), key=lambda component: (component.order, component.code))
