"""What the questions to every record need: two units, rows, a reader, a writer, their clients."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from html import unescape
from typing import Any, ClassVar, TypeVar

import pytest
from django.db import transaction
from django.test import Client

from khuevan.kernel import access, database
from khuevan.kernel.access import Actor, Permission
from khuevan.kernel.records.fields import Context
from khuevan.kernel.records.record import Record

from .actors import actor, client_for
from .plugin import sweep

_TAG = re.compile(r"<[^>]*>")
Question = TypeVar("Question", bound=Callable[..., None])


def when(applies: Callable[[Record], Any]) -> Callable[[Question], Question]:
    """The question is put only to records to which it applies; to others it does not exist."""

    def decorate(question: Question) -> Question:
        question.applies = applies  # type: ignore[attr-defined]
        return question

    return decorate


def is_scoped(record: Record) -> bool:
    return not record.shared


@pytest.mark.django_db
class RecordSetting:
    """Subclass of RecordCases: see records/README.md for an example."""

    __test__ = False

    record: ClassVar[Record]
    changed: ClassVar[Mapping[str, str]]
    """What a person types to change a row: one field or more, different from what `build` gives."""
    invalid: ClassVar[Mapping[str, str]]
    """Wrong inputs: field name -> text. Each must be named in the answer."""
    queries: ClassVar[int]
    """Statements of one list page, the gate's two included. Pinned: a change of it is a decision."""
    permissions: ClassVar[Sequence[Permission]] = ()
    """What readers and writers hold besides, to see what the record links to."""
    prefix: ClassVar[str] = ""
    """Address of the API's module, `/api/v1/<module>` unless given."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if not hasattr(cls, "record"):
            return
        for name in dir(cls):
            applies = getattr(getattr(cls, name), "applies", None)
            if applies is not None and not applies(cls.record):
                setattr(cls, name, None)

    here: int | None
    elsewhere: int | None

    def furnish(self) -> None:
        """Makes two units and keeps their ids in `self.here` and `self.elsewhere`; called as the system."""
        self.here = self.elsewhere = None

    def build(self, unit_id: int | None, number: int) -> Any:
        """Saves and gives the number-th row (from 1) of a unit; called as the system."""
        raise NotImplementedError

    def valid(self) -> Mapping[str, str | list[str]]:
        """What a person types to add a row to `self.here`."""
        raise NotImplementedError

    # --- setting ----------------------------------------------------------------------------------

    @pytest.fixture(scope="class")
    @classmethod
    def _setting(cls, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
        """Furnished once for all questions; each question undoes only what it wrote itself."""
        with django_db_blocker.unblock(), transaction.atomic():
            setting = cls()
            with database.acting(access.system()):
                setting.furnish()
            with django_db_blocker.block():
                yield vars(setting)
            transaction.set_rollback(True)
        sweep()

    @pytest.fixture(autouse=True)
    def _furnished(self, _setting: dict[str, Any], db: None) -> None:
        vars(self).update(deepcopy(_setting))

    @property
    def units(self) -> list[int] | None:
        return None if self.here is None else [self.here]

    @property
    def reader(self) -> Actor:
        return actor(self.record.view, *self.permissions, units=self.units, name="Trần Thị Đọc")

    @property
    def writer(self) -> Actor:
        held = [self.record.view, self.record.edit, self.record.remove or self.record.edit]
        held += [item.sensitive for item in self.record.sensitive if item.sensitive]
        return actor(*held, *self.permissions, units=self.units, name="Lê Văn Viết")

    @property
    def stranger(self) -> Actor:
        """Signed in, with a permission that opens nothing here."""
        return actor(NOTHING, units=self.units, name="Phạm Người Lạ")

    def rows(self, number: int, unit_id: int | None = None) -> list[Any]:
        with database.acting(access.system()):
            unit = self.here if unit_id is None else unit_id
            return [self.build(unit, count) for count in range(1, number + 1)]

    def stored(self) -> list[Any]:
        """Every row there is, whoever may see it, by id."""
        with database.acting(access.system()):
            return list(self.record.model._base_manager.select_related(*self.record.followed).order_by("pk"))

    def again(self, row: Any) -> Any:
        return next((one for one in self.stored() if one.pk == row.pk), None)

    @property
    def api(self) -> str:
        return f"{self.prefix or '/api/v1/' + self.record.module}/{self.record.address}/"

    def one(self, row: Any) -> str:
        return f"{self.api}{row.pk}"

    def form(self, row: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
        """The whole form as a browser would send it, with some inputs changed."""
        sent: dict[str, Any] = {"version": str(getattr(row, "version", 1))}
        for item in self.record.enterable(row):
            value = item.read(row)
            if item.sensitive:
                continue
            sent[item.name] = list(value or ()) if item.widget == "checkboxes" else item.input_text(value)
        return {**sent, **typed}

    def payload(self, typed: Mapping[str, Any], row: Any = None) -> dict[str, Any]:
        """The same in JSON: wire values of what a person types."""
        sent = {}
        for item in self.record.enterable(row):
            if item.name in typed:
                given = typed[item.name]
                sent[item.name] = plain(item.from_form(given if isinstance(given, list) else [given]))
        return sent

    def meant(self, name: str, typed: Any) -> Any:
        """The value that an input stands for."""
        item = self.record.field(name)
        context = Context(self.writer, self.record.edit, self.record.model)
        return item.accept(item.from_form(typed if isinstance(typed, list) else [typed]), context)

    def first_changed(self) -> str:
        return next(iter(self.changed))

    def log(self, **conditions: Any) -> list[Any]:
        from khuevan.kernel.audit.models import AuditEntry

        with database.acting(access.system()):
            return list(AuditEntry.objects.filter(**conditions).order_by("id"))

    def log_of(self, row: Any, kind: str) -> list[Any]:
        """What the log says of this row, and not of another table's row of the same number."""
        return self.log(kind=kind, row_id=str(row.pk), table_name=row._meta.db_table)


def is_secret(item: Any, value: Any) -> bool:
    """Whether the value would be told by its words: codes of a list stand among the choices of every form."""
    return bool(item.sensitive) and item.widget in {"text", "textarea"} and len(item.text(value)) > 3


NOTHING = Permission("testing.nothing:see", "Không mở gì")


def plain(value: Any) -> Any:
    """As JSON carries it."""
    from datetime import date, datetime
    from decimal import Decimal

    if isinstance(value, datetime | date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def page(acting: Actor, address: str, **query: Any) -> str:
    """The text of a page that must be there, tags taken out."""
    response = client_for(acting).get(address, query)
    assert response.status_code == 200, (response.status_code, address, query)
    return words(response)


def words(response: Any) -> str:
    """What a person reads of a page."""
    return " ".join(unescape(_TAG.sub(" ", response.content.decode())).split())


def ids(record: Record, response: Any) -> list[int]:
    """Ids of the rows that a list page shows, in its order."""
    start = re.escape(record.url("detail", pk=0).rsplit("/0/", 1)[0])
    results = response.content.decode().split('id="results"')[-1]
    return [int(number) for number in re.findall(rf'href="{start}/(\d+)/"', results)]


def anonymous() -> Client:
    return Client()
