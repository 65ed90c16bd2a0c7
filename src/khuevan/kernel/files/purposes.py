"""What files are handed in for, declared by the rooms: how large, of which kinds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .kinds import EVERYDAY

_declared: dict[str, Purpose] = {}


@dataclass(frozen=True)
class Purpose:
    """`code` is module.noun. Registers itself. `megabytes` of 1,048,576 bytes."""

    code: str
    label: str | Promise
    megabytes: int = 20
    accept: tuple[str, ...] = EVERYDAY

    def __post_init__(self) -> None:
        known = _declared.get(self.code)
        if known is not None and known != self:
            raise ValueError(f"purpose {self.code!r} is declared twice, differently")
        _declared[self.code] = self

    @property
    def limit(self) -> int:
        return self.megabytes * 1024**2


ATTACHMENT = Purpose("files.attachment", _("Tệp đính kèm"))
