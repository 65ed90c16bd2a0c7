"""The declaration of a record, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import URLPattern, reverse

from khuevan.kernel import access
from khuevan.kernel.access import Actor, Permission, Reach
from khuevan.kernel.database import ByKey
from khuevan.kernel.text import search_text, sort_key

from . import registry
from .errors import DeclarationError
from .fields import Choice, Computed, Field, Filled, Reference, Text
from .fields.base import Label
from .shown import Shape, shape_of


class Plainly(Enum):
    """The write is done by this module: permission, rule, save, audit, event."""

    PLAIN = "plain"


PLAIN = Plainly.PLAIN
WIDE = 200
Write = Callable[..., Any] | Plainly | None
Pages = list[URLPattern]


@dataclass(frozen=True, eq=False)
class Record:
    """One plain record: list, detail, form, history, export, print, API and tests from one declaration.

    name, path: `school_point` and, unless given, `school-points/` in page and API addresses.
    view, edit, remove: permissions; `remove` is `edit` unless given.
    list, filters, search, order: names of fields. `search` names text fields whose folded words stand in
        `search_column`; `order` is the first sort of the list, with `-` for descending.
    create, change, close, delete: the services that write, PLAIN for the ones here, None for "not offered":
        create(actor, *, at, **values) -> row;  change(actor, row, *, at, version, **values) -> row;
        close(actor, row, *, at, version, on, why);  delete(actor, row, *, at, version, why).
        They raise Invalid, Refused, ChangedMeanwhile.
    rules: functions (values, row or None) -> None that raise Invalid: checks over several fields, for PLAIN.
    shared: why rows belong to no unit; empty when the model's `scope_field` names the unit.
    closed_column: the date column that PLAIN closing fills.
    title: attribute or function of a row that names it; the first listed field unless given.
    related: foreign keys to follow in lists, for Computed fields.
    find: (actor, words) -> ids of all rows with these folded words, or None where the ordinary search is quicker: for
        tables so long that reading them through takes too long. A `large` record asks it for figures only.
    narrow: function (rows, actor) -> rows for a scope finer than units, such as one's own classes; the very same
        `rows` where the actor is not narrowed.
    gather: function (rows of a page) -> None that sets attributes on them for Computed fields, in one query for all.
    unlisted: (field, code): rows with this code are in no list, export or count unless that field is filtered by: what
        was taken back as a mistake.
    start: function (actor) -> filters with which the list begins while its address names none: {"school_year": "3"}.
    large: hundreds of thousands of rows, found by the table's own function: the migration has `SearchRows`.
    wide_orders: names of the fields by which a large list is sorted for readers of more units than `WIDE`: those that
        an index serves. Within one school every listed field sorts.
    looked_at: columns, links followed by `__`, that are looked at whichever fields are changed: by `change`, and to tell
        which fields are kept for a row. Where given, saving a few of the row's own fields as they are typed reads
        these, and of the rest what is asked for.
    alone: `change` writes the fields that it is given and the version, nothing else that lists show, and no trigger of
        the table does: after saving what is not listed the row is not read again.
    """

    model: type[models.Model]
    name: str
    label: Label
    plural: Label
    _: KW_ONLY
    view: Permission
    edit: Permission
    fields: tuple[Field, ...]
    list: tuple[str, ...]
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    search_column: str = "search"
    order: tuple[str, ...] = ()
    create: Write = PLAIN
    change: Write = PLAIN
    close: Write = None
    delete: Write = None
    remove: Permission | None = None
    rules: tuple[Callable[[dict[str, Any], Any], None], ...] = ()
    shared: str = ""
    closed_column: str = "closed_on"
    title: str | Callable[[Any], str] = ""
    related: tuple[str, ...] = ()
    find: Callable[[Actor, Sequence[str]], Sequence[int] | None] | None = None
    narrow: Callable[[models.QuerySet[Any], Actor], models.QuerySet[Any]] | None = None
    gather: Callable[[Sequence[Any]], None] | None = None
    unlisted: tuple[str, str] | None = None
    start: Callable[[Actor], Mapping[str, str]] | None = None
    path: str = ""
    icon: str = "list"
    help: Label = ""
    page_size: int = 50
    large: bool = False
    wide_orders: tuple[str, ...] = ()
    alone: bool = False
    looked_at: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for names, what in ((self.list, "list"), (self.filters, "filters"), (self.search, "search")):
            for name in names:
                self._known(name, what)
        for name in (*self.order, *self.wide_orders):
            self._known(name.removeprefix("-"), "order")
        for item in self.fields:
            item.check_declared(self.model)
        self._check_secrets()
        self._check_columns()
        registry.add(self)
        from .history import introduce

        introduce(self)

    # --- names ----------------------------------------------------------------------------------

    @property
    def module(self) -> str:
        return self.model._meta.app_label

    @property
    def key(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def address(self) -> str:
        """First part of the record's page and API addresses, without slashes."""
        one = self.name.replace("_", "-")
        several = f"{one[:-1]}ies" if one.endswith("y") and one[-2:-1] not in tuple("aeou") else f"{one}s"
        return self.path.strip("/") or several

    def url(self, page: str, **arguments: Any) -> str:
        """Address of a page, by its name in `views.pages`."""
        return reverse(f"{self.module}:{self.name}_{page}", kwargs=arguments or None)

    def title_of(self, row: Any) -> str:
        if callable(self.title):
            return self.title(row)
        if self.title:
            return str(getattr(row, self.title))
        first = self.field(self.list[0])
        return first.text(first.read(row))

    # --- fields ---------------------------------------------------------------------------------

    @cached_property
    def by_name(self) -> dict[str, Field]:
        named = {item.name: item for item in self.fields}
        if len(named) != len(self.fields):
            raise DeclarationError(f"{self.key}: two fields of one name")
        return named

    def field(self, name: str) -> Field:
        return self.by_name[name]

    def named(self, names: Iterable[str]) -> tuple[Field, ...]:
        return tuple(self.by_name[name] for name in names)

    @cached_property
    def listed(self) -> tuple[Field, ...]:
        return self.named(self.list)

    @cached_property
    def followed(self) -> tuple[str, ...]:
        """Foreign keys that rows are read together with, so that no page asks row by row."""
        links = [item.via for item in self.fields if item.via]
        links += [item.path for item in self.fields if isinstance(item, Reference)]
        return tuple(dict.fromkeys([*links, *self.related]))

    def links_for(self, names: Iterable[str]) -> tuple[str, ...]:
        """Of `followed` what these fields need, and what no row is without: a row whose unit or person is hidden stays
        hidden. Planning to join a dozen tables takes longer than reading the row."""
        items = self.named(name for name in names if name in self.by_name)
        needed = {*self.related, *(item.via for item in items), *(item.path for item in items)}
        return tuple(link for link in self.followed if link in needed or link in self._never_empty)

    @cached_property
    def _never_empty(self) -> frozenset[str]:
        return frozenset(link for link in self.followed if not self._may_be_empty(link))

    def _may_be_empty(self, link: str) -> bool:
        model: Any = self.model
        for part in link.split("__"):
            column = model._meta.get_field(part)
            if getattr(column, "null", False):
                return True
            model = column.related_model
        return False

    @cached_property
    def shape(self) -> Shape | None:
        """What a page of the list reads of each row; None where it reads the whole row."""
        return shape_of(self)

    @cached_property
    def sensitive(self) -> tuple[Field, ...]:
        return tuple(item for item in self.fields if item.sensitive)

    def enterable(self, row: Any | None, among: Container[str] | None = None) -> tuple[Field, ...]:
        """The fields of the form: for a new row, or to change one. among: of these names only; of all unless given."""
        fields = self.fields if among is None else [item for item in self.fields if item.name in among]
        if row is None:
            return tuple(item for item in fields if item.editable and not item.later)
        return tuple(item for item in fields if item.editable and not item.fixed and item.is_kept_for(row))

    def is_unlisted(self, names: Collection[str]) -> bool:
        """Whether a change of these fields leaves what lists show of the row as it was: see `alone`."""
        if not self.alone or not self.versioned:
            return False
        changed = self.named(names)
        if any(item.via or not item.stored or item in self.listed for item in changed):
            return False
        return all(_reads_none(item, names) for item in self.listed)

    def sorts(self) -> dict[str, str]:
        """Name of each listed field that the list can be sorted by -> column."""
        return {
            item.name: item.sort_column for item in self.listed if item.sort_column and not item.sensitive
        }

    def sorts_for(self, actor: Actor, filtered: Iterable[str]) -> dict[str, str]:
        """As `sorts`, for this reader of a list filtered by these fields: sorting hundreds of thousands of rows anew for
        every page takes seconds."""
        sorts = self.sorts()
        unit = self.scope_field.removesuffix("_id")
        if not self.wide_orders or unit in filtered or len(self.reach(actor)) <= WIDE:
            return sorts
        return {name: column for name, column in sorts.items() if name in self.wide_orders}

    @property
    def versioned(self) -> bool:
        return any(item.name == "version" for item in self.model._meta.fields)

    # --- rows -----------------------------------------------------------------------------------

    @property
    def scope_field(self) -> str:
        return "" if self.shared else str(getattr(self.model, "scope_field", "unit_id"))

    def unit_of(self, row: Any) -> int | None:
        """The unit a row belongs to; None for shared records."""
        return None if self.shared else getattr(row, self.scope_field)

    def reach(self, actor: Actor, permission: Permission | None = None) -> Reach:
        return access.scope(actor, permission or self.view)

    def rows(self, actor: Actor) -> models.QuerySet[Any]:
        """The rows the actor may see, with what they link to. Row-level security stands behind."""
        rows = self.model._default_manager.all()
        if not self.shared:
            rows = rows.within(self.reach(actor))  # type: ignore[attr-defined]
        if self.narrow is not None:
            rows = self.narrow(rows, actor)
        return rows.select_related(*self.followed) if self.followed else rows

    def shows(self, actor: Actor, row: Any) -> bool:
        """Whether a row that row-level security lets through is one of `rows(actor)`."""
        if not self.shared:
            reach = self.reach(actor)
            if not reach.is_everything and self.unit_of(row) not in reach:
                return False
        if self.narrow is None or not self.is_narrowed(actor):
            return True
        return self.narrow(self.model._default_manager.all(), actor).filter(pk=row.pk).exists()

    def columns_for(self, names: Iterable[str]) -> tuple[str, ...]:
        """What is read of a row to change these fields of its own; empty where all of it is."""
        items = self.named(name for name in names if name in self.by_name)
        if not self.looked_at or any(item.via or isinstance(item, Reference) for item in items):
            return ()
        links = self.links_for(names)
        own = {self.scope_field, *self.looked_at, "version" if self.versioned else ""}
        return tuple(
            sorted({*own, *links, *map(self._key_of, links), *(item.column for item in items)} - {""})
        )

    def _key_of(self, link: str) -> str:
        model: Any = self.model
        for part in link.split("__"):
            model = model._meta.get_field(part).related_model
        return f"{link}__{model._meta.pk.name}"

    def by_key(self, links: tuple[str, ...], columns: tuple[str, ...] = ()) -> ByKey:
        """Reads one row, whosever, with these of `followed`. columns: what is read of it; all of it unless given."""
        found = self._by_key.get((links, columns))
        if found is None:
            rows = self.model._default_manager.all()
            rows = rows.select_related(*links) if links else rows
            found = self._by_key[links, columns] = ByKey(rows.only(*columns) if columns else rows)
        return found

    @cached_property
    def _by_key(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], ByKey]:
        return {}

    @cached_property
    def by_key_as_listed(self) -> ByKey:
        """Reads the values of `shape` of one row, whosever."""
        assert self.shape is not None
        return ByKey(self.model._default_manager.values_list(*self.shape.paths))

    def listed_codes(self) -> tuple[str, Sequence[str]] | None:
        """The column and the codes with which a row stands in lists; None where all rows do."""
        if self.unlisted is None:
            return None
        name, code = self.unlisted
        item = self.field(name)
        assert isinstance(item, Choice)
        return item.column, ["", *(value for value in item.labels if value != code)]

    def is_narrowed(self, actor: Actor) -> bool:
        """Whether the actor sees less than the units would give."""
        rows = self.model._default_manager.none()
        return self.narrow is not None and self.narrow(rows, actor) is not rows

    def gathered(self, rows: Sequence[Any]) -> Sequence[Any]:
        """The same rows with what `gather` adds to them."""
        if self.gather is not None and rows:
            self.gather(rows)
        return rows

    def decide(self, actor: Actor, permission: Permission, row: Any = None) -> access.Decision:
        return access.decide(actor, permission, on=None if row is None else self.unit_of(row))

    def demand(self, actor: Actor, permission: Permission, row: Any = None) -> None:
        """Raises Refused."""
        access.demand(actor, permission, on=None if row is None else self.unit_of(row))

    def derive(self, row: Any) -> dict[str, str]:
        """Stored columns that follow from others: folded search text, sort keys. For services, too."""
        found = {
            item.sorted_by: sort_key(item.read(row))
            for item in self.fields
            if isinstance(item, Text) and item.sorted_by and "__" not in item.sorted_by
        }
        if self.search:
            words = (item.text(item.read(row)) for item in self.named(self.search))
            found[self.search_column] = search_text(" ".join(filter(None, words)))
        return found

    # --- what it becomes ------------------------------------------------------------------------

    def urls(self, **own: Callable[..., Any]) -> Pages:
        """The pages, for the module's `urlpatterns`. `own`: views of the module in place of those here, by the name of
        the page: `RECORD.urls(detail=views.class_page)`."""
        from .views import pages

        return pages(self, own)

    def router(self) -> Any:
        """The API, for `router.add_router("", RECORD.router())` in the module's api.py."""
        from .endpoints import router

        return router(self)

    # --- checks at birth ------------------------------------------------------------------------

    def _known(self, name: str, where: str) -> None:
        if name not in self.by_name:
            raise DeclarationError(f"{self.key}: {where} names the unknown field {name!r}")

    def _check_secrets(self) -> None:
        """Filtering, sorting or searching by a masked field would tell what the mask hides."""
        for name in (*self.filters, *self.search, *(word.removeprefix("-") for word in self.order)):
            if self.by_name[name].sensitive:
                raise DeclarationError(
                    f"{self.key}: rows cannot be found or sorted by the sensitive field {name!r}"
                )
        if not self.list or self.by_name[self.list[0]].sensitive:
            raise DeclarationError(
                f"{self.key}: the first listed field names the row and cannot be sensitive"
            )

    def _check_columns(self) -> None:
        columns = [item.sorted_by for item in self.fields if isinstance(item, Text) and item.sorted_by]
        columns += [self.search_column] if self.search else []
        columns += [self.closed_column] if self.close is PLAIN else []
        columns += [] if self.shared else [self.scope_field]
        for column in columns:
            try:
                self.model._meta.get_field(
                    column.removesuffix("_id") if column == self.scope_field else column
                )
            except FieldDoesNotExist as error:
                raise DeclarationError(
                    f"{self.key}: {self.model._meta.label} has no column {column!r}"
                ) from error
        if self.large and (self.shared or not self.search):
            raise DeclarationError(f"{self.key}: a large record has units and words to search by")
        if not self.shared and not hasattr(self.model._default_manager.all(), "within"):
            raise DeclarationError(
                f"{self.key}: the model's manager is not scoped (ScopedQuerySet) and `shared` is empty"
            )
        for item in self.fields:
            if isinstance(item, Computed) and item.editable:
                raise DeclarationError(f"{self.key}: the computed field {item.name!r} cannot be entered")
            if item.via and item.editable and PLAIN in (self.create, self.change):
                raise DeclarationError(
                    f"{self.key}: {item.name!r} is of another table; plain writes reach one"
                )


def _reads_none(item: Field, names: Collection[str]) -> bool:
    """Whether a listed field shows nothing of these fields."""
    if isinstance(item, Filled):
        return item.of not in names
    if not isinstance(item, Computed):
        return True
    if item.reads is None:
        return False
    return not any(path.split("__")[0].removesuffix("_id") in names for path in item.reads)
