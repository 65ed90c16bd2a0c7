"""Questions to the writing pages of a record: add, change, close, delete, history."""

from __future__ import annotations

from typing import Any

from khuevan.kernel.records.fields import Reference

from .actors import client_for
from .record_setting import RecordSetting, is_scoped, page, when, words


def is_added(record: Any) -> bool:
    return record.create is not None


def is_changed(record: Any) -> bool:
    return record.change is not None


def names_its_unit(record: Any) -> bool:
    """The form asks for the unit."""
    return is_added(record) and is_scoped(record) and unit_field(record) is not None


def unit_field(record: Any) -> Any:
    return next(
        (
            item
            for item in record.enterable(None)
            if isinstance(item, Reference) and item.column == record.scope_field
        ),
        None,
    )


class WriteCases(RecordSetting):
    __test__ = False

    @when(is_added)
    def test_the_form_asks_for_every_field(self) -> None:
        shown = page(self.writer, self.record.url("add"))
        for item in self.record.enterable(None):
            assert str(item.label) in shown

    @when(is_added)
    def test_what_was_typed_is_stored(self) -> None:
        answer = client_for(self.writer).post(self.record.url("add"), dict(self.valid()))
        assert answer.status_code == 302, words(answer)
        (row,) = self.stored()
        assert answer["Location"] == self.record.url("detail", pk=row.pk)
        for name, text in self.valid().items():
            item = self.record.field(name)
            if not isinstance(item, Reference):
                assert item.text(item.read(row)) == item.text(self.meant(name, text)), name

    @when(is_added)
    def test_adding_is_in_the_log(self) -> None:
        client_for(self.writer).post(self.record.url("add"), dict(self.valid()))
        (row,) = self.stored()
        acts = self.log_of(row, "act")
        assert [entry.actor_name for entry in acts] == [self.writer.name]
        changes = self.log_of(row, "added")
        assert [entry.act_id for entry in changes] == [acts[0].act_id]

    @when(is_added)
    def test_wrong_input_is_named_at_its_field_and_nothing_is_stored(self) -> None:
        for name, text in self.invalid.items():
            answer = client_for(self.writer).post(self.record.url("add"), {**self.valid(), name: text})
            assert answer.status_code == 422, (name, text)
            body = answer.content.decode()
            assert f'id="id_{name}_error"' in body, (name, text)
            assert not text.strip() or text in words(answer) or f'value="{text}"' in body, (
                "what was typed is gone"
            )
        assert self.stored() == []

    @when(is_added)
    def test_every_missing_field_is_named_at_once(self) -> None:
        answer = client_for(self.writer).post(self.record.url("add"), {})
        required = [item for item in self.record.enterable(None) if item.required]
        assert answer.status_code == (422 if required else 302)
        for item in required:
            assert f'id="id_{item.name}_error"' in answer.content.decode(), item.name

    @when(names_its_unit)
    def test_adding_to_another_unit_is_refused(self) -> None:
        typed = {**self.valid(), unit_field(self.record).name: str(self.elsewhere)}
        answer = client_for(self.writer).post(self.record.url("add"), typed)
        assert answer.status_code in {403, 422}
        assert self.stored() == []

    @when(is_added)
    def test_adding_needs_the_permission(self) -> None:
        for method in ("get", "post"):
            answer = getattr(client_for(self.reader), method)(self.record.url("add"), dict(self.valid()))
            assert answer.status_code == 403
            assert str(self.record.edit.label) in words(answer)
        assert self.stored() == []
        assert (
            self.record.url("add")
            not in client_for(self.reader).get(self.record.url("list")).content.decode()
        )

    @when(is_added)
    def test_a_form_from_elsewhere_is_refused(self) -> None:
        """Cross-site request forgery: a POST without our token stores nothing."""
        answer = client_for(self.writer, enforce_csrf_checks=True).post(
            self.record.url("add"), dict(self.valid())
        )
        assert answer.status_code == 403
        assert self.stored() == []

    @when(is_changed)
    def test_changes_are_stored(self) -> None:
        row = self.again(self.rows(1)[0])
        answer = client_for(self.writer).post(
            self.record.url("change", pk=row.pk), self.form(row, self.changed)
        )
        assert answer.status_code == 302, words(answer)
        after = self.again(row)
        for name, text in self.changed.items():
            item = self.record.field(name)
            if not isinstance(item, Reference):
                assert item.text(item.read(after)) == item.text(self.meant(name, text)), name
        if self.record.versioned:
            assert after.version == row.version + 1

    @when(is_changed)
    def test_an_unchanged_form_changes_nothing(self) -> None:
        row = self.again(self.rows(1)[0])
        client_for(self.writer).post(self.record.url("change", pk=row.pk), self.form(row, {}))
        after = self.again(row)
        for item in self.record.enterable(row):
            assert item.read(after) == item.read(row), item.name

    @when(is_changed)
    def test_wrong_changes_are_named_and_nothing_is_stored(self) -> None:
        row = self.again(self.rows(1)[0])
        for name, text in self.invalid.items():
            item = self.record.field(name)
            if item.fixed or (item.sensitive and not text):
                continue
            answer = client_for(self.writer).post(
                self.record.url("change", pk=row.pk), self.form(row, {name: text})
            )
            assert answer.status_code == 422, (name, text)
            assert f'id="id_{name}_error"' in answer.content.decode(), (name, text)
            assert item.read(self.again(row)) == item.read(row)

    @when(lambda record: is_changed(record) and record.versioned)
    def test_whoever_comes_second_is_told_by_whom_and_nothing_is_overwritten(self) -> None:
        row = self.again(self.rows(1)[0])
        address, stale = self.record.url("change", pk=row.pk), self.form(row, self.changed)
        first = client_for(self.writer).post(address, stale)
        assert first.status_code == 302
        between = self.again(row)
        second = client_for(self.writer).post(address, self.form(row, {}))
        assert second.status_code == 409
        assert self.writer.name in words(second)
        name = self.first_changed()
        assert self.record.field(name).read(self.again(row)) == self.record.field(name).read(between)

    @when(lambda record: is_changed(record) and record.versioned)
    def test_saving_again_after_the_warning_is_a_decision(self) -> None:
        row = self.again(self.rows(1)[0])
        address = self.record.url("change", pk=row.pk)
        client_for(self.writer).post(address, self.form(row, self.changed))
        told = client_for(self.writer).post(address, self.form(row, {}))
        version = self.again(row).version
        assert f'name="version" value="{version}"' in told.content.decode()
        answer = client_for(self.writer).post(address, {**self.form(row, {}), "version": str(version)})
        assert answer.status_code == 302

    @when(lambda record: is_changed(record) and record.versioned)
    def test_a_form_without_version_is_stale(self) -> None:
        row = self.again(self.rows(1)[0])
        for version in ("", "0", "abc", "-1", "99999999999"):
            typed = {**self.form(row, self.changed), "version": version}
            answer = client_for(self.writer).post(self.record.url("change", pk=row.pk), typed)
            assert answer.status_code == 409, version

    @when(lambda record: is_changed(record) and is_scoped(record))
    def test_rows_of_other_units_cannot_be_changed(self) -> None:
        row = self.again(self.rows(1, self.elsewhere)[0])
        for page_name in self._writing():
            for method in ("get", "post"):
                answer = getattr(client_for(self.writer), method)(
                    self.record.url(page_name, pk=row.pk), self.form(row, self.changed)
                )
                assert answer.status_code == 404, (page_name, method)
        assert self.again(row).pk == row.pk
        name = self.first_changed()
        assert self.record.field(name).read(self.again(row)) == self.record.field(name).read(row)

    def _writing(self) -> list[str]:
        offers = {"change": self.record.change, "close": self.record.close, "delete": self.record.delete}
        return [name for name, service in offers.items() if service is not None]

    def test_readers_can_write_nothing(self) -> None:
        row = self.again(self.rows(1)[0])
        for page_name in self._writing():
            for method in ("get", "post"):
                answer = getattr(client_for(self.reader), method)(
                    self.record.url(page_name, pk=row.pk), self.form(row, dict(self.changed))
                )
                assert answer.status_code == 403, (page_name, method)
        detail = client_for(self.reader).get(self.record.url("detail", pk=row.pk)).content.decode()
        for page_name in self._writing():
            assert self.record.url(page_name, pk=row.pk) not in detail
        assert self.again(row) is not None

    @when(is_changed)
    def test_history_tells_who_changed_it(self) -> None:
        row = self.again(self.rows(1)[0])
        client_for(self.writer).post(self.record.url("change", pk=row.pk), self.form(row, self.changed))
        assert self.writer.name in page(self.reader, self.record.url("detail", pk=row.pk))

    @when(lambda record: record.close is not None)
    def test_closing_asks_for_day_and_reason_and_keeps_the_row(self) -> None:
        row = self.again(self.rows(1)[0])
        address = self.record.url("close", pk=row.pk)
        typed = {"version": str(getattr(row, "version", 1)), "on": "05/09/2025", "why": "Không còn dùng"}
        for wrong in ({"why": ""}, {"on": ""}, {"on": "31/02/2025"}):
            answer = client_for(self.writer).post(address, {**typed, **wrong})
            assert answer.status_code == 422, wrong
            assert getattr(self.again(row), self.record.closed_column) is None
        assert client_for(self.writer).post(address, typed).status_code == 302
        assert getattr(self.again(row), self.record.closed_column) is not None

    @when(lambda record: record.delete is not None)
    def test_deleting_asks_for_a_reason_and_is_in_the_log(self) -> None:
        row = self.again(self.rows(1)[0])
        address = self.record.url("delete", pk=row.pk)
        typed = {"version": str(getattr(row, "version", 1)), "why": "Nhập nhầm"}
        assert client_for(self.writer).post(address, {**typed, "why": " "}).status_code == 422
        if self.record.versioned:
            assert client_for(self.writer).post(address, {**typed, "version": "77"}).status_code == 409
        assert self.again(row) is not None
        assert client_for(self.writer).post(address, typed).status_code == 302
        assert self.again(row) is None
        assert self.log_of(row, "act")[-1].why == "Nhập nhầm"
