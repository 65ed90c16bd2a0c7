"""The JSON API of a record: the same rows, permissions, services and words as its pages."""

# No `from __future__ import annotations` here: ninja reads the types made at run time from the signatures.

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status

from khuevan.kernel import audit, clock
from khuevan.kernel.access import Actor, requires
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.text import nfc

from . import history, schemas, services
from .errors import Invalid, NotUnderstood
from .fields import Code, Field
from .listing import Asked, first_sort, page, slots, sort_named
from .record import Record


def router(record: Record) -> Router:
    """Operations at `<address>/`, `<address>/{pk}`, … for those writes that the declaration offers."""
    made = Router(tags=[record.module])
    row = schemas.shown(record)
    _reads(record, made, row)
    if record.create is not None:
        _create(record, made, row)
    if record.change is not None:
        _change(record, made, row)
    if record.close is not None:
        _close(record, made, row)
    if record.delete is not None:
        _delete(record, made)
    for item in record.sensitive:
        _uncover(record, made, item)
    return made


def wire(record: Record, row: Any) -> dict[str, Any]:
    """A row as the API shows it: the same masks as on pages."""
    shown: dict[str, Any] = {"id": row.pk, "version": services.version_of(row)}
    for item in record.fields:
        if not item.shown:
            continue
        value = item.read(row)
        shown[item.name] = item.masked(value) if item.sensitive else item.wire(value)
    return shown


def row_or_404(record: Record, request: HttpRequest, pk: int) -> Any:
    row = record.rows(request.actor).filter(pk=pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    record.gathered([row])
    return row


def _reads(record: Record, made: Router, row: type[Schema]) -> None:
    many, query_type = schemas.listed(record, row), schemas.asked(record)

    @made.get(f"/{record.address}/", response=many, **_about(record, "list", str(record.plural)))
    @requires(record.view)
    def rows(request: HttpRequest, query: query_type = Query(...)) -> Any:  # type: ignore[valid-type]  # noqa: B008
        found = page(record, request.actor, _asked(record, request.actor, query))  # type: ignore[attr-defined]
        return {
            "items": [wire(record, one) for one in found.rows],
            "count": found.count,
            "count_capped": found.capped,
            "next": found.after or None,
            "previous": found.before or None,
        }

    @made.get(f"/{record.address}/{{int:pk}}", response=row, **_about(record, "get", str(record.label)))
    @requires(record.view)
    def one(request: HttpRequest, pk: int) -> Any:
        return wire(record, row_or_404(record, request, pk))


def _create(record: Record, made: Router, row: type[Schema]) -> None:
    body = schemas.created(record)

    @made.post(
        f"/{record.address}/", response={201: row}, **_about(record, "create", f"Thêm: {record.label}")
    )
    @requires(record.edit)
    def create(request: HttpRequest, payload: body) -> Any:  # type: ignore[valid-type]
        actor = request.actor  # type: ignore[attr-defined]
        values = services.accept(record, actor, _sent(payload))
        created = services.add(record, actor, at=clock.now(), values=values)
        return Status(201, wire(record, row_or_404(record, request, created.pk)))


def _change(record: Record, made: Router, row: type[Schema]) -> None:
    body = schemas.changed(record)

    @made.patch(
        f"/{record.address}/{{int:pk}}", response=row, **_about(record, "change", f"Sửa: {record.label}")
    )
    @requires(record.edit)
    def change(request: HttpRequest, pk: int, payload: body) -> Any:  # type: ignore[valid-type]
        actor, stored = request.actor, row_or_404(record, request, pk)  # type: ignore[attr-defined]
        record.demand(actor, record.edit, stored)
        sent = dict(_sent(payload))
        version = sent.pop("version")
        values = services.accept(record, actor, sent, row=stored)
        try:
            services.change(record, actor, stored, at=clock.now(), version=version, values=values)
        except ChangedMeanwhile as meanwhile:
            raise history.conflict(record, actor, row_or_404(record, request, pk), values) from meanwhile
        return wire(record, row_or_404(record, request, pk))


def _close(record: Record, made: Router, row: type[Schema]) -> None:
    body = schemas.closing(record)

    @made.post(
        f"/{record.address}/{{int:pk}}/close",
        response=row,
        **_about(record, "close", f"Đóng: {record.label}"),
    )
    @requires(record.remove or record.edit)
    def close(request: HttpRequest, pk: int, payload: body) -> Any:  # type: ignore[valid-type]
        actor, stored = request.actor, row_or_404(record, request, pk)  # type: ignore[attr-defined]
        record.demand(actor, record.remove or record.edit, stored)
        sent, at = _sent(payload), clock.now()
        try:
            services.close(
                record, actor, stored, at=at, version=sent["version"], on=sent["on"], why=nfc(sent["why"])
            )
        except ChangedMeanwhile as meanwhile:
            raise history.conflict(record, actor, row_or_404(record, request, pk), {}) from meanwhile
        return wire(record, row_or_404(record, request, pk))


def _delete(record: Record, made: Router) -> None:
    @made.delete(
        f"/{record.address}/{{int:pk}}",
        response={204: None},
        **_about(record, "delete", f"Xóa: {record.label}"),
    )
    @requires(record.remove or record.edit)
    def delete(request: HttpRequest, pk: int, query: schemas.Removal = Query(...)) -> Any:  # noqa: B008
        actor, stored = request.actor, row_or_404(record, request, pk)  # type: ignore[attr-defined]
        record.demand(actor, record.remove or record.edit, stored)
        try:
            services.delete(record, actor, stored, at=clock.now(), version=query.version, why=nfc(query.why))
        except ChangedMeanwhile as meanwhile:
            raise history.conflict(record, actor, row_or_404(record, request, pk), {}) from meanwhile
        return Status(204, None)


def _uncover(record: Record, made: Router, item: Field) -> None:
    permission = item.sensitive or record.view
    about = _about(record, f"reveal_{item.name}", f"Xem «{item.label}»")

    @made.post(f"/{record.address}/{{int:pk}}/reveal/{item.name}", response=schemas.Uncovered, **about)
    @requires(permission)
    def uncover(request: HttpRequest, pk: int, payload: schemas.Look) -> Any:
        actor, stored = request.actor, row_or_404(record, request, pk)  # type: ignore[attr-defined]
        record.demand(actor, permission, stored)
        unit = record.unit_of(stored)
        audit.look(actor, permission.code, at=clock.now(), on=stored, unit_id=unit, why=nfc(payload.why))
        return {"field": item.name, "text": item.text(item.read(stored))}


def _about(record: Record, verb: str, summary: str) -> dict[str, Any]:
    return {"operation_id": f"{record.module}_{record.name}_{verb}", "summary": summary}


def _sent(payload: Any) -> Mapping[str, Any]:
    """What the body really holds; a name that was left out stays as it is."""
    return {name: getattr(payload, name) for name in payload.model_fields_set}


def _asked(record: Record, actor: Actor, query: Any) -> Asked:
    """Raises Invalid for codes that are in no list: an API does not guess what was meant."""
    filters: dict[str, list[Any]] = {}
    errors: dict[str, str] = {}
    for parameter, (item, slot) in slots(record).items():
        given = getattr(query, parameter)
        values = list(given) if slot.many else [given]
        values = [
            nfc(value) if isinstance(value, str) else value for value in values if value not in (None, "")
        ]
        if slot.many and slot.type is str and not isinstance(item, Code):
            try:
                values = [item.from_text(value) for value in values]
            except NotUnderstood as problem:
                errors[parameter] = str(problem)
        if values:
            filters[parameter] = values
    wanted = getattr(query, "sort", None)
    sort = sort_named(record, wanted, actor, filters) if wanted else first_sort(record)
    if sort is None:
        errors["sort"] = _(
            "Danh sách nhiều trường không sắp xếp theo cột này; hãy lọc theo một trường trước."
        )
        sort = first_sort(record)
    if errors:
        raise Invalid(errors)
    return Asked(
        text=getattr(query, "q", "").strip(),
        filters=filters,
        sort=sort,
        at=query.at,
        limit=query.limit,
    )
