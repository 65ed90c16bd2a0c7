"""Questions to the JSON API of a record: the same rows, refusals and words as its pages."""

from __future__ import annotations

from typing import Any

from khuevan.kernel import access, database
from khuevan.kernel.records.problems import MEDIA_TYPE

from .actors import client_for
from .queries import assert_queries
from .record_setting import RecordSetting, anonymous, ids, is_scoped, is_secret, when
from .record_writes import is_added, is_changed, names_its_unit, unit_field


class ApiCases(RecordSetting):
    __test__ = False

    def _send(self, acting: Any, method: str, address: str, body: Any = None, **options: Any) -> Any:
        client = client_for(acting, **options)
        return getattr(client, method)(address, body, content_type="application/json")

    def _problem(self, answer: Any, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.content.decode()
        assert answer["Content-Type"] == MEDIA_TYPE
        told = answer.json()
        assert told["status"] == status
        assert told["title"]
        return told

    def test_api_list_equals_the_page(self) -> None:
        self.rows(4)
        if self.here is not None:
            self.rows(1, self.elsewhere)
        given = client_for(self.reader).get(self.api).json()
        shown = ids(self.record, client_for(self.reader).get(self.record.url("list")))
        assert [item["id"] for item in given["items"]] == shown
        assert given["count"] == len(shown) == 4
        assert given["count_capped"] is False

    def test_api_pages_forth_and_back_show_every_row_once(self) -> None:
        self.rows(5)
        client = client_for(self.reader)
        for sort in self._sorts():
            query: dict[str, Any] = {"limit": 2, "sort": sort} if sort else {"limit": 2}
            pages = [client.get(self.api, query).json()]
            while pages[-1]["next"]:
                pages.append(client.get(self.api, {**query, "at": pages[-1]["next"]}).json())
            seen = [item["id"] for one in pages for item in one["items"]]
            whole = client.get(self.api, {**query, "limit": 100}).json()
            assert seen == [item["id"] for item in whole["items"]], sort
            assert len(pages) == 3
            back = client.get(self.api, {**query, "at": pages[2]["previous"]}).json()
            assert [item["id"] for item in back["items"]] == [item["id"] for item in pages[1]["items"]], sort
            assert pages[0]["previous"] is None
            assert pages[-1]["next"] is None

    def _sorts(self) -> list[str]:
        """The first both ways, the others up and down in turn: sixty records have each kind of column both ways."""
        names = list(self.record.sorts())
        turns = [f"-{name}" if number % 2 else name for number, name in enumerate(names)]
        return [f"-{names[0]}", *turns] if names else [""]

    def test_api_row_equals_the_page(self) -> None:
        row = self.again(self.rows(1)[0])
        given = client_for(self.reader).get(self.one(row)).json()
        for item in (item for item in self.record.fields if item.shown):
            value = item.read(row)
            if item.sensitive:
                assert given[item.name] == item.masked(value)
                assert not is_secret(item, value) or item.text(value) not in str(given)
            elif item.wire_type is str:
                assert given[item.name] == item.wire(value)
            else:
                assert (given[item.name] in (None, [], False)) == (value in (None, [], False)), item.name

    @when(is_scoped)
    def test_api_hides_other_units(self) -> None:
        row = self.rows(1, self.elsewhere)[0]
        told = self._problem(client_for(self.writer).get(self.one(row)), 404)
        assert told["instance"] == self.one(row)

    def test_api_forged_ids_are_not_there(self) -> None:
        for number in (0, 2**31, 2**63, 10**30):
            assert client_for(self.reader).get(f"{self.api}{number}").status_code == 404

    def test_api_refuses_with_the_reason(self) -> None:
        row = self.rows(1)[0]
        for address in (self.api, self.one(row)):
            told = self._problem(client_for(self.stranger).get(address), 403)
            assert str(self.record.view.label) in told["detail"]

    def test_api_asks_to_sign_in(self) -> None:
        self._problem(anonymous().get(self.api), 401)

    def test_api_names_what_is_wrong_in_the_query(self) -> None:
        told = self._problem(client_for(self.reader).get(self.api, {"limit": "0", "sort": "password"}), 422)
        fields = [error["field"] for error in told["errors"]]
        assert "limit" in fields
        assert not self.record.sorts() or "sort" in fields

    def test_api_costs_the_same_few_queries_for_any_number_of_rows(self) -> None:
        self.rows(1)
        with assert_queries(5 if self.record.gather else 4):
            client_for(self.reader).get(self.api)
        with database.acting(access.system()):
            for number in range(2, 7):
                self.build(self.here, number)
        with assert_queries(5 if self.record.gather else 4):
            client_for(self.reader).get(self.api)

    @when(is_added)
    def test_api_stores_what_is_sent(self) -> None:
        answer = self._send(self.writer, "post", self.api, self.payload(self.valid()))
        assert answer.status_code == 201, answer.content.decode()
        (row,) = self.stored()
        assert answer.json()["id"] == row.pk
        assert self.log_of(row, "act")[-1].actor_name == self.writer.name

    @when(is_added)
    def test_api_names_the_wrong_field(self) -> None:
        required = [item.name for item in self.record.enterable(None) if item.required]
        for name in required:
            sent = {key: value for key, value in self.payload(self.valid()).items() if key != name}
            told = self._problem(self._send(self.writer, "post", self.api, sent), 422)
            assert [error["field"] for error in told["errors"]] == [name]
        assert self.stored() == []

    @when(is_added)
    def test_api_refuses_unknown_fields_and_what_is_no_json(self) -> None:
        sent = {**self.payload(self.valid()), "is_superuser": True}
        told = self._problem(self._send(self.writer, "post", self.api, sent), 422)
        assert [error["field"] for error in told["errors"]] == ["is_superuser"]
        broken = client_for(self.writer).post(self.api, "{", content_type="application/json")
        self._problem(broken, 400)
        assert self.stored() == []

    @when(names_its_unit)
    def test_api_refuses_to_add_to_another_unit(self) -> None:
        sent = {**self.payload(self.valid()), unit_field(self.record).name: self.elsewhere}
        assert self._send(self.writer, "post", self.api, sent).status_code in {403, 422}
        assert self.stored() == []

    @when(is_added)
    def test_api_writes_need_the_token_against_forgery(self) -> None:
        sent = self.payload(self.valid())
        told = self._problem(self._send(self.writer, "post", self.api, sent, enforce_csrf_checks=True), 403)
        assert "X-CSRFToken" in told["detail"]
        assert self.stored() == []

    @when(is_changed)
    def test_api_changes_only_what_is_sent(self) -> None:
        row = self.again(self.rows(1)[0])
        sent = {"version": getattr(row, "version", 1), **self.payload(self.changed, row)}
        answer = self._send(self.writer, "patch", self.one(row), sent)
        assert answer.status_code == 200, answer.content.decode()
        after = self.again(row)
        for item in self.record.enterable(row):
            assert (item.read(after) != item.read(row)) == (item.name in self.changed), item.name

    @when(lambda record: is_changed(record) and record.versioned)
    def test_api_tells_who_was_quicker(self) -> None:
        row = self.again(self.rows(1)[0])
        sent = {"version": row.version, **self.payload(self.changed, row)}
        assert self._send(self.writer, "patch", self.one(row), sent).status_code == 200
        told = self._problem(self._send(self.writer, "patch", self.one(row), sent), 409)
        assert self.writer.name in told["detail"]
        assert told["version"] == row.version + 1

    @when(is_changed)
    def test_api_readers_can_change_nothing(self) -> None:
        row = self.again(self.rows(1)[0])
        sent = {"version": getattr(row, "version", 1), **self.payload(self.changed, row)}
        told = self._problem(self._send(self.reader, "patch", self.one(row), sent), 403)
        assert str(self.record.edit.label) in told["detail"]

    @when(lambda record: is_changed(record) and is_scoped(record))
    def test_api_changes_nothing_in_other_units(self) -> None:
        row = self.again(self.rows(1, self.elsewhere)[0])
        sent = {"version": getattr(row, "version", 1), **self.payload(self.changed, row)}
        self._problem(self._send(self.writer, "patch", self.one(row), sent), 404)

    @when(lambda record: record.delete is not None)
    def test_api_deletes_with_a_reason(self) -> None:
        row = self.again(self.rows(1)[0])
        version = getattr(row, "version", 1)
        self._problem(client_for(self.writer).delete(self.one(row)), 422)
        answer = client_for(self.writer).delete(
            self.one(row), query_params={"version": version, "why": "Nhập nhầm"}
        )
        assert answer.status_code == 204
        assert self.again(row) is None

    @when(lambda record: record.close is not None)
    def test_api_closes_with_day_and_reason(self) -> None:
        row = self.again(self.rows(1)[0])
        sent = {"version": getattr(row, "version", 1), "on": "2025-09-05", "why": "Không còn dùng"}
        self._problem(self._send(self.writer, "post", f"{self.one(row)}/close", {**sent, "why": " "}), 422)
        assert self._send(self.writer, "post", f"{self.one(row)}/close", sent).status_code == 200
        assert getattr(self.again(row), self.record.closed_column) is not None

    @when(lambda record: record.sensitive)
    def test_api_uncovers_only_with_permission_and_logs_it(self) -> None:
        row = self.again(self.rows(1)[0])
        for item in self.record.sensitive:
            address = f"{self.one(row)}/reveal/{item.name}"
            self._problem(self._send(self.reader, "post", address, {"why": "Đối chiếu"}), 403)
            answer = self._send(self.writer, "post", address, {"why": "Đối chiếu"})
            assert answer.json() == {"field": item.name, "text": item.text(item.read(row))}
            assert self.log_of(row, "look")[-1].why == "Đối chiếu"
