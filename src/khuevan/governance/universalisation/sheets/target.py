"""Where the rows of a survey go: households and persons, written set-based within the commune."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from django.db import connection

from khuevan.kernel import clock
from khuevan.kernel.database import ChangedMeanwhile
from khuevan.kernel.sheets import Batch, Setting, staging

from ..services.households import household_columns, member_columns
from ..services.tying import tie_members

HEAD: Final = ("hamlet", "address", "head_name", "residence")
TEXTS: Final = (
    "relation", "sex", "ethnicity", "national_id", "disability", "completed", "study", "study_level", "study_place",
    "literacy", "note",
)  # fmt: skip
OWN: Final = (
    "full_name", "relation", "birth_date", "sex", "ethnicity", "national_id", "disability", "cannot_learn", "completed",
    "last_grade", "study", "study_level", "study_grade", "study_place", "literacy", "presence", "presence_on", "note",
)  # fmt: skip
COLUMNS: Final = ("number", "form", *HEAD, *OWN)
_TYPES: Final[dict[str, Any]] = {
    "number": pl.Int64, "birth_date": pl.Date, "presence_on": pl.Date, "cannot_learn": pl.Boolean,
    "last_grade": pl.Int64, "study_grade": pl.Int64,
}  # fmt: skip
_CURRENT: Final = f"""
select m.id, m.version || '.' || h.version, m.id, h.number, {", ".join(f"h.{name}" for name in HEAD)},
    {", ".join(f"m.{name}" for name in OWN)}
from universalisation_member m join universalisation_household h on h.id = m.household_id
where m.unit_id = {{}} and m.presence <> 'mistaken'
order by h.sort_key, m.birth_date, m.id
"""  # noqa: S608 - constant parts only


class SurveyTarget:
    """See kernel.sheets.layout.Target. A person's version is that of the row and of the form's head together."""

    def current(self, setting: Setting) -> pl.DataFrame:
        """Everybody in the commune's forms."""
        schema: dict[str, Any] = {"id": pl.Int64, "version": pl.String}
        schema |= {name: _TYPES.get(name, pl.String) for name in COLUMNS}
        return staging.fetched(_CURRENT, [setting.unit_id], schema)

    def commit(self, batch: Batch) -> pl.DataFrame:
        setting = batch.setting
        self._still_as_seen(batch)
        every = pl.concat([batch.added.select("row", *COLUMNS), batch.changed.select("row", *COLUMNS)])
        forms = self._write_heads(setting, every)
        done = [pl.DataFrame(schema={"row": pl.UInt32, "id": pl.Int64})]
        if batch.added.height:
            done.append(self._add(setting, _filled(batch.added), forms))
        if batch.changed.height:
            done.append(self._change(_filled(batch.changed), forms))
        written = pl.concat(done)
        tie_members(setting.actor, at=setting.at, unit_id=setting.unit_id, ids=written["id"].to_list())
        now = self.current(setting).select("id", "version")
        return written.join(now, on="id", how="left", maintain_order="left")

    def withdraw(self, setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
        """Added persons are marked as entered by mistake; a form in which nobody else ever was is closed."""
        now = self.current(setting).select("id", pl.col("version").alias("_now"))
        same = rows.join(now, on="id", how="inner").filter(pl.col("version") == pl.col("_now"))
        day = clock.on(setting.at)
        with connection.cursor() as cursor:
            cursor.execute(
                "update universalisation_member set presence = 'mistaken', presence_on = greatest(%s, birth_date),"
                " version = version + 1 where id = any(%s) and unit_id = %s returning id, household_id",
                [day, same["id"].to_list(), setting.unit_id],
            )
            gone = cursor.fetchall()
            cursor.execute(
                "update universalisation_household h set closed_on = %s, version = version + 1"
                " where h.id = any(%s) and not exists (select from universalisation_member m"
                " where m.household_id = h.id and m.presence <> 'mistaken')",
                [day, sorted({household for _member, household in gone})],
            )
        left = rows.filter(~pl.col("id").is_in([member for member, _household in gone]))
        return left.select("id", pl.lit("changed_since").alias("why"))

    # --- pieces ------------------------------------------------------------------------------------------------------

    def _still_as_seen(self, batch: Batch) -> None:
        now = self.current(batch.setting).select("id", pl.col("version").alias("_now"))
        joined = batch.changed.select("id", "version").join(now, on="id", how="left")
        if joined.filter(pl.col("version").ne_missing(pl.col("_now"))).height:
            raise ChangedMeanwhile

    def _write_heads(self, setting: Setting, rows: pl.DataFrame) -> dict[str, int]:
        """Number -> id of every form that the rows name; made, opened again or changed where they say so."""
        said = [pl.col(name).drop_nulls().first() for name in HEAD]
        heads = rows.group_by("form", maintain_order=True).agg(said)
        heads = heads.with_columns(
            pl.col("residence").fill_null("permanent"), pl.col("hamlet", "address").fill_null("")
        )
        derived = [
            household_columns(name or "", hamlet, form, address)
            for form, hamlet, address, name in heads.select(
                "form", "hamlet", "address", "head_name"
            ).iter_rows()
        ]
        heads = heads.with_columns(
            pl.Series("search", [one["search"] for one in derived], dtype=pl.String),
            pl.Series("sort_key", [one["sort_key"] for one in derived], dtype=pl.String),
        )
        names = (*HEAD, "search", "sort_key")
        with staging.staged(heads, "survey_heads") as staged, connection.cursor() as cursor:
            cursor.execute(
                f"insert into universalisation_household (version, unit_id, number, {', '.join(names)})"  # noqa: S608
                f" select 1, %s, s.form, {', '.join(f's.{name}' for name in names)} from {staged} s where not exists"
                " (select from universalisation_household h where h.unit_id = %s and h.number = s.form)",
                [setting.unit_id, setting.unit_id],
            )
            cursor.execute(
                f"update universalisation_household h set {', '.join(f'{name} = s.{name}' for name in names)},"  # noqa: S608
                f" closed_on = null, version = h.version + 1 from {staged} s where h.unit_id = %s and h.number = s.form"
                f" and ({' or '.join(f'h.{name} is distinct from s.{name}' for name in HEAD)}"
                " or h.closed_on is not null)",
                [setting.unit_id],
            )
            cursor.execute(
                f"select h.number, h.id from universalisation_household h join {staged} s on s.form = h.number"  # noqa: S608
                " where h.unit_id = %s",
                [setting.unit_id],
            )
            return dict(cursor.fetchall())

    def _add(self, setting: Setting, rows: pl.DataFrame, forms: dict[str, int]) -> pl.DataFrame:
        ids = staging.new_ids("universalisation_member_id_seq", rows.height)
        frame = _placed(rows, forms).with_columns(pl.Series("id", ids, dtype=pl.Int64))
        names = (*OWN, "search", "sort_key", "household_id")
        with staging.staged(frame, "survey_added") as staged, connection.cursor() as cursor:
            cursor.execute(
                f"insert into universalisation_member (id, version, unit_id, {', '.join(names)})"  # noqa: S608
                f" select id, 1, %s, {', '.join(names)} from {staged} order by row",
                [setting.unit_id],
            )
        return frame.select("row", "id")

    def _change(self, rows: pl.DataFrame, forms: dict[str, int]) -> pl.DataFrame:
        frame = _placed(rows, forms)
        names = (*OWN, "search", "sort_key", "household_id")
        differs = " or ".join(f"m.{name} is distinct from s.{name}" for name in names)
        with staging.staged(frame, "survey_changed") as staged, connection.cursor() as cursor:
            cursor.execute(
                f"update universalisation_member m set {', '.join(f'{name} = s.{name}' for name in names)},"  # noqa: S608
                f" version = m.version + 1 from {staged} s where m.id = s.id and ({differs})"
            )
        return frame.select("row", "id")


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """What the table cannot hold as NULL gets its empty value."""
    return rows.with_columns(
        pl.col(TEXTS).fill_null(""),
        pl.col("cannot_learn").fill_null(False),
        pl.col("presence").fill_null("here"),
    )


def _placed(rows: pl.DataFrame, forms: dict[str, int]) -> pl.DataFrame:
    """With the id of the form and what follows from the name."""
    derived = [member_columns(name) for name in rows["full_name"]]
    return rows.with_columns(
        pl.col("form").replace_strict(forms, return_dtype=pl.Int64).alias("household_id"),
        pl.Series("search", [one["search"] for one in derived], dtype=pl.String),
        pl.Series("sort_key", [one["sort_key"] for one in derived], dtype=pl.String),
    )
