"""Questions about saving as you go: cells that are edited in place, forms that save field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from khuevan.kernel import access, database
from khuevan.kernel.records import inline
from khuevan.kernel.records.autosave import words_of

from .actors import client_for
from .record_setting import RecordSetting, is_scoped, when, words
from .record_writes import is_changed


def has_cells(record: Any) -> bool:
    return bool(inline.editable(record))


def is_versioned(record: Any) -> bool:
    return bool(is_changed(record) and record.versioned)


class InlineCases(RecordSetting):
    __test__ = False

    def _cell(self, row: Any, name: str) -> str:
        return self.record.url("cell", pk=row.pk, name=name)

    def _sent(self, row: Any, typed: Mapping[str, Any], **more: Any) -> dict[str, Any]:
        """As the page's script sends fields: named, with the version and what their inputs held before."""
        sent: dict[str, Any] = {"version": str(getattr(row, "version", 1)), "fields": list(typed), **typed}
        for name in typed:
            item = self.record.field(name)
            if not item.sensitive:
                value = item.read(row)
                held = list(value or ()) if item.widget == "checkboxes" else item.input_text(value)
                sent[f"was__{name}"] = held
        return {**sent, **more}

    def _save(self, acting: Any, row: Any, typed: Mapping[str, Any], **more: Any) -> Any:
        return client_for(acting).post(self.record.url("save", pk=row.pk), self._sent(row, typed, **more))

    @when(has_cells)
    def test_only_those_who_may_edit_are_offered_cells(self) -> None:
        rows = self.rows(2)
        shown = client_for(self.writer).get(self.record.url("list")).content.decode()
        assert f'data-inline="{self.record.url("list")}"' in shown
        offered = shown.split('data-rows="')[1].split('"')[0].split(",")
        assert {int(number) for number in offered} == {row.pk for row in rows}
        fields = shown.split('data-fields="')[1].split('"')[0].split(",")
        assert [name for name in fields if name] == [item.name for item in inline.editable(self.record)]
        assert "data-inline" not in client_for(self.reader).get(self.record.url("list")).content.decode()

    @when(has_cells)
    def test_every_editable_cell_becomes_its_input(self) -> None:
        row = self.again(self.rows(1)[0])
        editable = inline.editable(self.record)
        for item in editable:
            answer = client_for(self.writer).get(self._cell(row, item.name), headers={"HX-Request": "true"})
            assert answer.status_code == 200
            body = answer.content.decode()
            assert f'data-version="{getattr(row, "version", 1)}"' in body
            assert f'action="{self.record.url("save", pk=row.pk)}"' in body
            assert bool(item.sensitive) != (f'name="{item.name}"' in body)
        for item in self.record.fields:
            if item not in editable:
                assert client_for(self.writer).get(self._cell(row, item.name)).status_code == 404

    @when(has_cells)
    def test_cells_are_for_those_who_may_edit(self) -> None:
        row, name = self.rows(1)[0], inline.editable(self.record)[0].name
        assert client_for(self.reader).get(self._cell(row, name)).status_code == 403

    @when(lambda record: has_cells(record) and is_scoped(record))
    def test_cells_of_other_units_are_not_there(self) -> None:
        row, name = self.rows(1, self.elsewhere)[0], inline.editable(self.record)[0].name
        for method in ("get", "post"):
            answer = getattr(client_for(self.writer), method)(self._cell(row, name))
            assert answer.status_code == 404

    @when(lambda record: any(item.sensitive for item in inline.editable(record)))
    def test_sensitive_cells_are_uncovered_first_and_the_look_is_logged(self) -> None:
        row = self.again(self.rows(1)[0])
        for item in (item for item in inline.editable(self.record) if item.sensitive):
            address, secret = self._cell(row, item.name), item.text(item.read(row))
            assert secret not in words(client_for(self.writer).get(address))
            assert not self.log_of(row, "look")
            assert secret in client_for(self.writer).post(address).content.decode()
            assert self.log_of(row, "look")[-1].actor_name == self.writer.name

    @when(is_changed)
    def test_a_field_is_saved_by_itself_in_one_act(self) -> None:
        row = self.again(self.rows(1)[0])
        before = len(self.log_of(row, "act"))
        answer = self._save(self.writer, row, self.changed)
        assert answer.status_code == 200, words(answer)
        told, after = answer.json(), self.again(row)
        assert told["saved"] == list(self.changed)
        assert told["errors"] == {}
        assert told["version"] == getattr(after, "version", 1)
        for item in self.record.enterable(row):
            name = item.name
            wanted = self.meant(name, self.changed[name]) if name in self.changed else item.read(row)
            assert item.text(item.read(after)) == item.text(wanted), name
        assert len(self.log_of(row, "act")) == before + 1

    @when(lambda record: is_changed(record) and record.alone)
    def test_saving_what_is_not_listed_leaves_the_list_as_it_was(self) -> None:
        row = self.again(self.rows(1)[0])
        typed = {name: text for name, text in self.changed.items() if self.record.is_unlisted([name])}
        before = {item.name: words_of(item, row) for item in self.record.listed}
        told, after = self._save(self.writer, row, typed).json(), self.again(row)
        assert (told["saved"], told["cells"]) == (list(typed), {})
        assert typed
        assert told["version"] == after.version == row.version + 1
        assert {item.name: words_of(item, after) for item in self.record.listed} == before
        listed = {name: text for name, text in self.changed.items() if name not in typed}
        told, now = self._save(self.writer, after, listed).json(), self.again(row)
        assert told["cells"] == (
            {item.name: words_of(item, now) for item in self.record.listed} if listed else {}
        )

    @when(is_changed)
    def test_what_is_not_different_is_no_act(self) -> None:
        row = self.again(self.rows(1)[0])
        name = self.first_changed()
        item = self.record.field(name)
        held = item.read(row)
        typed = {name: list(held or ()) if item.widget == "checkboxes" else item.input_text(held)}
        before = len(self.log_of(row, "act"))
        assert self._save(self.writer, row, typed).json()["saved"] == [name]
        assert len(self.log_of(row, "act")) == before
        assert getattr(self.again(row), "version", 1) == getattr(row, "version", 1)

    @when(is_changed)
    def test_a_wrong_field_is_told_and_does_not_keep_others_from_being_saved(self) -> None:
        row = self.again(self.rows(1)[0])
        for name, text in self.invalid.items():
            item = self.record.field(name)
            if item.fixed or not item.editable or (item.sensitive and not text):
                continue
            answer = self._save(self.writer, row, {name: text})
            assert answer.status_code == 422, (name, text)
            assert [problem["field"] for problem in answer.json()["errors"]] == [name]
            assert answer.json()["errors"][0]["detail"]
            assert item.read(self.again(row)) == item.read(row)
        right = {key: text for key, text in self.changed.items() if key != name}
        if right and not item.fixed and item.editable:
            answer = self._save(self.writer, row, {name: text, **right})
            assert answer.status_code == 200, words(answer)
            assert set(answer.json()["saved"]) == set(right)
            assert set(answer.json()["errors"]) == {name}

    @when(is_versioned)
    def test_both_values_are_shown_when_somebody_was_quicker(self) -> None:
        row = self.again(self.rows(1)[0])
        assert self._save(self.writer, row, self.changed).status_code == 200
        name = self.first_changed()
        item, between = self.record.field(name), self.again(row)
        old = item.read(row)
        typed = {name: list(old or ()) if item.widget == "checkboxes" else item.input_text(old)}
        answer = self._save(self.writer, row, typed)
        assert answer.status_code == 409
        told = answer.json()
        assert self.writer.name in told["detail"]
        assert told["version"] == between.version
        (difference,) = told["differences"]
        assert (difference["field"], difference["entered"]) == (name, item.text(old))
        assert difference["stored"] == item.text(item.read(between))
        assert item.read(self.again(row)) == item.read(between)
        decided = self._save(self.writer, between, typed)
        assert decided.status_code == 200, words(decided)

    @when(is_versioned)
    def test_a_change_of_another_field_meanwhile_is_no_quarrel(self) -> None:
        """What a masked field held is not sent along, so that a stale save of one is always asked about."""
        row = self.again(self.rows(1)[0])
        with database.acting(access.system()):
            self.record.model._base_manager.filter(pk=row.pk).update(version=F("version") + 1)
        open_ones = {
            name: text for name, text in self.changed.items() if not self.record.field(name).sensitive
        }
        answer = self._save(self.writer, row, open_ones)
        assert answer.status_code == 200, words(answer)
        assert answer.json()["version"] == row.version + 2
        assert self.first_changed() in answer.json()["fresh"]

    @when(is_versioned)
    def test_without_saying_what_was_there_a_stale_save_is_told(self) -> None:
        row = self.again(self.rows(1)[0])
        for version in ("", "0", "abc", "99999999999"):
            sent = {"version": version, "fields": list(self.changed), **self.changed}
            answer = client_for(self.writer).post(self.record.url("save", pk=row.pk), sent)
            assert answer.status_code == 409, version

    @when(is_changed)
    def test_readers_save_nothing(self) -> None:
        row = self.again(self.rows(1)[0])
        assert self._save(self.reader, row, self.changed).status_code == 403
        assert getattr(self.again(row), "version", 1) == getattr(row, "version", 1)
        forged = client_for(self.writer, enforce_csrf_checks=True)
        assert (
            forged.post(self.record.url("save", pk=row.pk), self._sent(row, self.changed)).status_code == 403
        )

    @when(lambda record: is_changed(record) and is_scoped(record))
    def test_rows_of_other_units_are_not_saved(self) -> None:
        row = self.again(self.rows(1, self.elsewhere)[0])
        assert self._save(self.writer, row, self.changed).status_code == 404
        name = self.first_changed()
        assert self.record.field(name).read(self.again(row)) == self.record.field(name).read(row)

    @when(is_changed)
    def test_names_that_are_no_fields_are_left_out(self) -> None:
        row = self.again(self.rows(1)[0])
        sent = {"version": str(getattr(row, "version", 1)), "fields": ["id", "khong_co", "version"]}
        answer = client_for(self.writer).post(self.record.url("save", pk=row.pk), sent)
        assert (answer.status_code, answer.json()["saved"]) == (200, [])

    @when(is_changed)
    def test_the_form_says_where_its_fields_are_saved(self) -> None:
        row = self.rows(1)[0]
        body = client_for(self.writer).get(self.record.url("change", pk=row.pk)).content.decode()
        assert f'data-autosave="{self.record.url("save", pk=row.pk)}"' in body

    @when(lambda record: record.create is not None)
    def test_the_form_of_a_new_row_keeps_a_draft_without_sensitive_fields(self) -> None:
        body = client_for(self.writer).get(self.record.url("add")).content.decode()
        assert f'data-draft="{self.record.key}"' in body
        secret = body.split('data-secret="')[1].split('"')[0]
        assert secret.split(",") == [item.name for item in self.record.sensitive] or not secret
