"""The API's types of a record, made from its declaration."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from .fields import Field as RecordField
from .keys import LARGEST
from .listing import LONGEST_PAGE, slots
from .record import Record


class Given(Schema):
    """What comes in: unknown names are refused, so that a misspelt field is not silently ignored."""

    model_config = ConfigDict(extra="forbid")


class Reason(Given):
    why: str = Field(max_length=500, description="Lý do, ghi vào nhật ký")


class Look(Given):
    why: str = Field("", max_length=500, description="Lý do, ghi vào nhật ký")


class Uncovered(Schema):
    field: str
    text: str


class Removal(Reason):
    version: int = Field(ge=0, le=LARGEST, description="Phiên bản đã đọc")


def shown(record: Record) -> type[Schema]:
    """A row that goes out. Sensitive fields are masked text."""
    fields: dict[str, Any] = {"id": (int, ...), "version": (int, ...)}
    for item in (item for item in record.fields if item.shown):
        kind = str if item.sensitive else item.shown_type
        fields[item.name] = (kind | None, Field(None, **_words(item)))
    return create_model(_name(record), __base__=Schema, __doc__=str(record.label), **fields)


def listed(record: Record, row: type[Schema]) -> type[Schema]:
    """One page of rows; `next` and `previous` are values for the parameter `at`."""
    return create_model(
        f"PageOf{_name(record)}",
        __base__=Schema,
        items=(list[row], ...),  # type: ignore[valid-type]
        count=(int, Field(description="Số dòng tìm thấy, đếm đến 1.000")),
        count_capped=(bool, Field(description="Đúng nếu còn nhiều dòng hơn số đã đếm")),
        next=(str | None, None),
        previous=(str | None, None),
    )


def created(record: Record) -> type[Schema]:
    fields: dict[str, Any] = {
        item.name: _entered(item, required=item.required) for item in record.enterable(None)
    }
    return create_model(f"New{_name(record)}", __base__=Given, **fields)


def changed(record: Record, example: Any = None) -> type[Schema]:
    """Only what is sent is changed; `version` is the one that was read."""
    fields: dict[str, Any] = {"version": (int, Field(ge=0, le=LARGEST, description="Phiên bản đã đọc"))}
    fields |= {
        item.name: _entered(item, required=False)
        for item in record.fields
        if item.editable and not item.fixed
    }
    return create_model(f"ChangeOf{_name(record)}", __base__=Given, **fields)


def asked(record: Record) -> type[Schema]:
    """The query of a list: search, filters, sort, place."""
    sorts = tuple(sign + name for name in record.sorts() for sign in ("", "-"))
    fields: dict[str, Any] = {
        "at": (str, Field("", max_length=2000, description="`next` hoặc `previous` của trang trước")),
        "limit": (int, Field(record.page_size, ge=1, le=LONGEST_PAGE)),
    }
    if record.search:
        fields["q"] = (str, Field("", max_length=200, description="Tìm, có dấu hoặc không dấu"))
    if sorts:
        fields["sort"] = (Literal[sorts] | None, Field(None, description="`-` là giảm dần"))
    for parameter, (item, slot) in slots(record).items():
        words: dict[str, Any] = {"description": str(item.label) + (f" ({slot.bound})" if slot.bound else "")}
        if slot.many:
            inner = Annotated[slot.type, Field(**_choices(item))] if slot.type is str else _number()
            fields[parameter] = (list[inner], Field(default_factory=list, max_length=100, **words))  # type: ignore[valid-type]
        elif slot.type is str:
            fields[parameter] = (str, Field("", max_length=200, **words))
        elif slot.type is int:
            fields[parameter] = (_number(signed=True) | None, Field(None, **words))
        else:
            fields[parameter] = (slot.type | None, Field(None, **words))
    return create_model(f"QueryOf{_name(record)}", __base__=Given, **fields)


def closing(record: Record) -> type[Schema]:
    from datetime import date

    return create_model(
        f"ClosingOf{_name(record)}", __base__=Removal, on=(date, Field(description="Ngày đóng"))
    )


def _entered(item: RecordField, *, required: bool) -> Any:
    kind = Annotated[item.wire_type, Field(**item.limits)] if item.limits else item.wire_type
    if required:
        return (kind, Field(..., **_words(item)))
    return (kind | None, Field(None, **_words(item)))


def _words(item: RecordField) -> dict[str, Any]:
    parts = [str(item.hint), str(item.source), "che" if item.sensitive else ""]
    words = {"title": str(item.label), "description": ". ".join(filter(None, parts))}
    return {key: value for key, value in words.items() if value}


def _choices(item: RecordField) -> dict[str, Any]:
    codes = list(getattr(item, "labels", {}))
    return {"json_schema_extra": {"enum": codes}} if codes else {}


def _number(*, signed: bool = False) -> Any:
    return Annotated[int, Field(ge=-LARGEST if signed else 1, le=LARGEST)]


def _name(record: Record) -> str:
    """How the schema of its rows is called. Other schemas put their word in front: `equipment` has a list, and
    `equipment_list` is a record of its own."""
    return "".join(part.capitalize() for part in f"{record.module}_{record.name}".split("_"))
