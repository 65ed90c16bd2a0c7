"""Questions to the reading pages of a record: list, detail, print, export."""

from __future__ import annotations

import csv
import io
from typing import Any

from python_calamine import CalamineWorkbook

from khuevan.kernel import access, database
from khuevan.kernel.records import export
from khuevan.kernel.records.listing import slots
from khuevan.kernel.text import fold

from .actors import client_for
from .queries import assert_queries
from .record_setting import RecordSetting, anonymous, ids, is_scoped, is_secret, page, when, words


class ListCases(RecordSetting):
    __test__ = False

    def test_list_shows_every_row_of_the_scope(self) -> None:
        rows = self.rows(3)
        shown = page(self.reader, self.record.url("list"))
        for row in rows:
            assert self.record.title_of(row) in shown

    @when(is_scoped)
    def test_list_hides_other_units(self) -> None:
        mine, other = self.rows(2), self.rows(2, self.elsewhere)
        shown = ids(self.record, client_for(self.reader).get(self.record.url("list")))
        assert set(shown) == {row.pk for row in mine}
        assert not set(shown) & {row.pk for row in other}

    @when(is_scoped)
    def test_the_database_hides_other_units_even_without_our_filter(self) -> None:
        """Row-level security stands behind the queryset: the bare table shows nothing of other units."""
        mine = {row.pk for row in self.rows(2)}
        other = {row.pk for row in self.rows(2, self.elsewhere)}
        with database.acting(self.reader):
            bare = set(self.record.model._base_manager.values_list("pk", flat=True))
        assert bare == mine
        assert not bare & other

    def test_empty_list_says_what_to_do(self) -> None:
        told = page(self.writer, self.record.url("list"))
        assert "Chưa có mục nào" in told
        if self.record.create is not None:
            assert (
                self.record.url("add")
                in client_for(self.writer).get(self.record.url("list")).content.decode()
            )

    @when(lambda record: record.search)
    def test_nothing_found_offers_the_way_back(self) -> None:
        self.rows(1)
        assert "Không có gì khớp" in page(self.reader, self.record.url("list"), q="zzqqxx")

    def test_every_sort_orders_both_ways(self) -> None:
        self.rows(4)
        stored = {row.pk: row for row in self.stored()}
        for name, column in self.record.sorts().items():
            up = self._sorted(name)
            down = self._sorted(f"-{name}")
            assert set(up) == set(down) == set(stored)
            filled = [number for number in up if _value(stored[number], column) is not None]
            assert filled == [
                number for number in reversed(down) if _value(stored[number], column) is not None
            ]

    def _sorted(self, sort: str) -> list[int]:
        return ids(self.record, client_for(self.reader).get(self.record.url("list"), {"sort": sort}))

    @when(lambda record: record.order)
    def test_first_order_is_the_declared_one(self) -> None:
        self.rows(4)
        assert self._sorted("") == self._sorted(self.record.order[0])

    @when(lambda record: record.filters)
    def test_every_filter_finds_its_row(self) -> None:
        row = self.again(self.rows(2)[0])
        for parameter, (item, slot) in slots(self.record).items():
            value = item.read(row)
            if item.is_empty(value):
                continue
            text = item.input_text(value)
            if item.widget == "checkboxes":
                text = value[0]
            elif "__date" in slot.lookup:
                text = item.text(value).split()[0]
            elif slot.type is bool:
                text = "1" if value else "0"
            answer = client_for(self.reader).get(self.record.url("list"), {parameter: text})
            assert row.pk in ids(self.record, answer), parameter
            assert "Bỏ qua một điều kiện lọc" not in words(answer), parameter

    @when(lambda record: any(slot.bound for _item, slot in slots(record).values()))
    def test_filters_exclude_what_lies_beyond(self) -> None:
        """Bounds that no row meets give an empty list, not everything."""
        self.rows(2)
        for parameter, (_item, slot) in slots(self.record).items():
            if slot.bound == "from" and slot.type is not bool:
                beyond = "31/12/2198" if "date" in str(slot.type) else "2147483000"
                answer = client_for(self.reader).get(self.record.url("list"), {parameter: beyond})
                assert ids(self.record, answer) == [], parameter

    @when(lambda record: any(slot.bound or slot.many for _item, slot in slots(record).values()))
    def test_filters_not_understood_are_named_and_left_out(self) -> None:
        rows = self.rows(1)
        for parameter, (item, slot) in slots(self.record).items():
            if slot.type is str and not slot.many:
                continue
            answer = client_for(self.reader).get(self.record.url("list"), {parameter: "»không«"})
            assert answer.status_code == 200
            assert f"{item.label}:" in words(answer)
            assert rows[0].pk in ids(self.record, answer)

    @when(lambda record: record.search)
    def test_search_needs_no_accents(self) -> None:
        rows = self.rows(3)
        for name in self.record.search:
            item = self.record.field(name)
            wanted = fold(item.text(item.read(rows[1])))
            assert rows[1].pk in ids(
                self.record, client_for(self.reader).get(self.record.url("list"), {"q": wanted})
            )

    def test_nonsense_in_the_address_is_no_error(self) -> None:
        rows = self.rows(1)
        for query in (
            {"sort": "password"},
            {"at": "bm9uc2Vuc2U"},
            {"at": "%00"},
            {"q": "a\x00b'\"%_\\"},
            {"x": "1"},
        ):
            answer = client_for(self.reader).get(self.record.url("list"), query)
            assert answer.status_code == 200, query
            assert "q" in query or rows[0].pk in ids(self.record, answer)

    def test_list_asks_the_same_few_queries_for_any_number_of_rows(self) -> None:
        self.rows(2)
        client = client_for(self.reader)
        client.get(self.record.url("list"))
        with assert_queries(self.queries):
            client.get(self.record.url("list"))
        with database.acting(access.system()):
            for number in range(3, 13):
                self.build(self.here, number)
        with assert_queries(self.queries):
            client.get(self.record.url("list"))

    def test_detail_names_every_field(self) -> None:
        row = self.again(self.rows(1)[0])
        shown = page(self.reader, self.record.url("detail", pk=row.pk))
        assert self.record.title_of(row) in shown
        for item in self.record.fields:
            if item.shown and item.is_kept_for(row):
                assert str(item.label) in shown

    @when(is_scoped)
    def test_detail_of_another_unit_is_not_there(self) -> None:
        row = self.rows(1, self.elsewhere)[0]
        assert client_for(self.writer).get(self.record.url("detail", pk=row.pk)).status_code == 404

    def test_forged_ids_are_not_there(self) -> None:
        for number in (0, 999_999_999, 2**31, 2**63, 10**30):
            assert client_for(self.reader).get(self.record.url("detail", pk=number)).status_code == 404

    def test_without_the_permission_every_page_is_refused_with_the_reason(self) -> None:
        row = self.rows(1)[0]
        addresses = [
            self.record.url("list"),
            self.record.url("printed"),
            self.record.url("detail", pk=row.pk),
        ]
        addresses += [self.record.url("export", kind=kind) for kind in export.KINDS]
        for address in addresses:
            answer = client_for(self.stranger).get(address)
            assert answer.status_code == 403, address
            assert str(self.record.view.label) in words(answer)

    def test_whoever_is_not_signed_in_is_sent_to_sign_in(self) -> None:
        row = self.rows(1)[0]
        for address in (self.record.url("list"), self.record.url("detail", pk=row.pk)):
            answer = anonymous().get(address)
            assert answer.status_code == 302
            assert "next=" in answer["Location"]

    def test_print_shows_the_same_rows(self) -> None:
        rows = self.rows(3)
        shown = page(self.reader, self.record.url("printed"))
        for row in rows:
            assert self.record.title_of(row) in shown

    def test_exports_hold_what_the_list_shows(self) -> None:
        rows = [self.again(row) for row in self.rows(3)]
        if self.here is not None:
            self.rows(1, self.elsewhere)
        order = ids(self.record, client_for(self.reader).get(self.record.url("list")))
        for kind, read in (("xlsx", _workbook), ("csv", _csv)):
            answer = client_for(self.reader).get(self.record.url("export", kind=kind))
            assert answer.status_code == 200
            assert answer["Content-Disposition"].startswith("attachment")
            head, *lines = read(whole(answer))
            assert head == export.headings(export.columns(self.record))
            assert len(lines) == len(rows)
            titles = [self.record.title_of(next(row for row in rows if row.pk == number)) for number in order]
            assert [str(line[0]).removeprefix("'") for line in lines] == titles

    def test_exports_are_logged_with_the_number_of_rows(self) -> None:
        self.rows(2)
        client_for(self.reader).get(self.record.url("export", kind="csv"), {"sort": self.record.list[0]})
        entry = self.log(kind="export", action=f"{self.record.key}:export")[-1]
        assert entry.actor_name == self.reader.name
        assert entry.changes["rows"] == 2

    def test_an_export_of_nothing_has_its_headings(self) -> None:
        answer = client_for(self.reader).get(self.record.url("export", kind="xlsx"))
        lines = _workbook(whole(answer))
        assert lines[0] == export.headings(export.columns(self.record))

    @when(lambda record: record.sensitive)
    def test_sensitive_values_stay_masked_everywhere(self) -> None:
        rows = [self.again(row) for row in self.rows(1)]
        secrets = [item for item in self.record.sensitive if is_secret(item, item.read(rows[0]))]
        assert secrets, "build() must fill a sensitive field with words that stand nowhere else"
        for item in secrets:
            secret = item.text(item.read(rows[0]))
            for address in ("list", "printed"):
                assert secret not in page(self.writer, self.record.url(address))
            for name in ("detail", "change"):
                if name == "detail" or self.record.change is not None:
                    assert secret not in page(self.writer, self.record.url(name, pk=rows[0].pk))
            answer = client_for(self.writer).get(self.record.url("export", kind="csv"))
            assert secret not in whole(answer).decode()

    @when(lambda record: record.sensitive)
    def test_uncovering_needs_the_permission_and_is_logged(self) -> None:
        row = self.again(self.rows(1)[0])
        for item in self.record.sensitive:
            address = self.record.url(f"reveal_{item.name}", pk=row.pk)
            looked = len(self.log_of(row, "look"))
            assert client_for(self.reader).post(address).status_code == 403
            assert len(self.log_of(row, "look")) == looked
            answer = client_for(self.writer).post(address, headers={"HX-Request": "true"})
            assert item.text(item.read(row)) in words(answer)
            assert self.log_of(row, "look")[-1].actor_name == self.writer.name
            assert client_for(self.writer).get(address).status_code == 405

    @when(lambda record: record.sensitive)
    def test_uncovered_exports_ask_for_a_reason(self) -> None:
        self.rows(1)
        address = self.record.url("export", kind="csv")
        assert client_for(self.reader).post(address, {"why": "Kiểm tra"}).status_code == 403
        assert client_for(self.writer).post(address, {"why": " "}).status_code == 302
        assert not self.log(kind="export")
        assert client_for(self.writer).post(address, {"why": "Kiểm tra"}).status_code == 200
        entry = self.log(kind="export")[-1]
        assert entry.why == "Kiểm tra"
        assert entry.changes["uncovered"] == [item.name for item in self.record.sensitive]


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def _value(row: Any, column: str) -> Any:
    for part in column.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def _workbook(content: bytes) -> list[list[Any]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [
        line
        for number, line in enumerate(sheet.to_python())
        if number == 0 or any(cell != "" for cell in line)
    ]


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
