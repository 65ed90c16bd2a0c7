"""A template: a .docx with fields, checked once, filled many times.

Word parts what somebody typed into runs as it likes ("{{đơn" in one, " vị}}" in the next), so the runs of a
field are joined first; the look of the first one is kept.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from .fields import Fault, Field, Flaw, Kind, Vocabulary, faults_of, pieces
from .opening import FileRefused, W, let_go, opened

P, R, T, TBL, TR, TC = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc"))
BR, TAB, RPR, HYPERLINK = f"{W}br", f"{W}tab", f"{W}rPr", f"{W}hyperlink"
MOST_FIELDS: Final = 3_000
MOST_PAGES: Final = 500


@dataclass(frozen=True)
class Place:
    """Where something stands, counted from 1. page: as Word broke the pages when the file was saved, as far as the file
    tells; table, row, cell: 0 outside of tables; heading: the last one before it."""

    page: int = 1
    paragraph: int = 0
    table: int = 0
    row: int = 0
    cell: int = 0
    heading: str = ""


@dataclass(frozen=True)
class Found:
    field: Field
    place: Place


@dataclass(frozen=True)
class Problem:
    fault: Fault
    place: Place


@dataclass(frozen=True)
class Template:
    """content: the file with every field in a run of its own."""

    content: bytes
    found: tuple[Found, ...]
    problems: tuple[Problem, ...]

    @property
    def fields(self) -> list[Field]:
        return [one.field for one in self.found]


def read_template(content: bytes, vocabulary: Vocabulary, *, shows_persons: bool = True) -> Template:
    """Raises FileRefused; what is wrong with fields and tables is told as `problems`."""
    document = opened(content)
    found: list[Found] = []
    problems: list[Problem] = []
    for root in roots(document):
        for paragraph, place in _walk(root):
            here, faults = _joined(paragraph)
            problems += [Problem(fault, place) for fault in faults]
            is_alone = (
                len(here) == 1 and text_of(paragraph).strip() == "{{" + _inside(here[0], paragraph) + "}}"
            )
            for one in here:
                found.append(Found(one, place))
                faults = faults_of(one, vocabulary, shows_persons=shows_persons)
                word = vocabulary.of(one)
                if not faults and word is not None:
                    faults = _misplaced(one, word.kind, place, is_alone)
                problems += [Problem(fault, place) for fault in faults]
        problems += _tables(root)
    pages = _pages(document.element.body)
    if pages > MOST_PAGES:
        raise FileRefused(
            _(
                "Mẫu dài %(pages)d trang; nhận nhiều nhất %(most)d trang. Hãy bỏ trang thừa hoặc tách thành nhiều mẫu."
            )
            % {"pages": pages, "most": MOST_PAGES}
        )
    if len(found) > MOST_FIELDS:
        problems.append(Problem(Fault(Flaw.LONG, str(len(found))), Place()))
    kept = io.BytesIO()
    document.save(kept)
    let_go(document)
    return Template(kept.getvalue(), tuple(found), tuple(problems))


def roots(document: Any) -> list[Any]:
    """The text, then headers and footers."""
    found = [document.element.body]
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                found.append(part._element)  # noqa: SLF001 - python-docx has no public name for it
    return found


def text_of(paragraph: Any) -> str:
    return "".join(sign for _run, sign in _signs(paragraph))


def field_of(run: Any) -> Field | None:
    """The field that a joined run holds."""
    said = "".join(one.text or "" for one in run.iter(T))
    if not said.startswith("{{"):
        return None
    found, _faults = pieces(said)
    return found[0].field if found else None


def _inside(one: Field, paragraph: Any) -> str:
    found, _faults = pieces(text_of(paragraph))
    whole = text_of(paragraph)
    return next((whole[part.start + 2 : part.end - 2] for part in found if part.field == one), "")


def _pages(body: Any) -> int:
    """As Word broke them when it saved the file, and at least as many as breaks were typed."""
    saved = sum(1 for _one in body.iter(f"{W}lastRenderedPageBreak"))
    typed = sum(1 for one in body.iter(BR) if one.get(f"{W}type") == "page")
    return 1 + max(saved, typed)


def _misplaced(one: Field, kind: Kind, place: Place, is_alone: bool) -> list[Fault]:
    if kind is Kind.LIST and not place.table:
        return [Fault(Flaw.OUTSIDE_TABLE, one.text)]
    if kind in (Kind.BLOCK, Kind.CHART) and not is_alone:
        return [Fault(Flaw.NOT_ALONE, one.text)]
    return []


def _walk(root: Any) -> Iterator[tuple[Any, Place]]:
    page, number, heading, tables = 1, 0, "", 0
    cells: dict[Any, tuple[int, int, int]] = {}
    for element in root.iter(P, TBL):
        if element.tag == TBL:
            tables += 1
            for row_number, row in enumerate(element.findall(TR), 1):
                for cell_number, cell in enumerate(row.findall(TC), 1):
                    cells[cell] = (tables, row_number, cell_number)
            continue
        number += 1
        place = next((cells[one] for one in element.iterancestors(TC) if one in cells), (0, 0, 0))
        yield element, Place(page, number, *place, heading)
        page += sum(
            1
            for one in element.iter(f"{W}lastRenderedPageBreak", BR)
            if one.tag != BR or one.get(f"{W}type") == "page"
        )
        said = text_of(element).strip()
        if said and _is_heading(element):
            heading = said[:120]


def _is_heading(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val") or "") if style is not None else ""
    return name.lower().startswith(("heading", "dau", "title"))


def _signs(paragraph: Any) -> list[tuple[Any, str]]:
    """(run, sign) of what a reader sees in the paragraph itself."""
    found: list[tuple[Any, str]] = []
    for run in paragraph.iter(R):
        if next(run.iterancestors(P)) is not paragraph:
            continue
        for one in run:
            if one.tag == T:
                found += [(run, sign) for sign in one.text or ""]
            elif one.tag == TAB:
                found.append((run, "\t"))
            elif one.tag == BR and one.get(f"{W}type") != "page":
                found.append((run, "\n"))
    return found


def _joined(paragraph: Any) -> tuple[list[Field], list[Fault]]:
    """Puts each field of the paragraph into a run of its own."""
    signs = _signs(paragraph)
    found, faults = pieces("".join(sign for _run, sign in signs))
    for one in reversed(found):
        _isolate(signs, one.start, one.end)
    return [one.field for one in found], faults


def _isolate(signs: list[tuple[Any, str]], start: int, end: int) -> None:
    """signs: kept up to date, as earlier fields of the same runs still have to find theirs."""
    first, last = signs[start][0], signs[end - 1][0]
    before = "".join(sign for run, sign in signs[:start] if run is first)
    after = "".join(sign for run, sign in signs[end:] if run is last)
    own = _run_like(first, "".join(sign for _run, sign in signs[start:end]))
    if first is last:
        left, right = _run_like(first, before), _run_like(first, after)
        first.addprevious(left)
        first.addprevious(own)
        first.addprevious(right)
        first.getparent().remove(first)
        for place, (run, sign) in enumerate(signs):
            if run is first:
                signs[place] = (left if place < start else right if place >= end else own, sign)
        return
    _say(first, before)
    first.addnext(own)
    for run in {id(run): run for run, _sign in signs[start:end]}.values():
        if run is not first and run is not last and run.getparent() is not None:
            run.getparent().remove(run)
    _say(last, after)
    signs[start:end] = [(own, sign) for _run, sign in signs[start:end]]


def _run_like(run: Any, said: str) -> Any:
    made = run.makeelement(R, {})
    look = run.find(RPR)
    if look is not None:
        made.append(copy.deepcopy(look))
    if said:
        _say(made, said)
    return made


def _say(run: Any, said: str) -> None:
    for one in list(run):
        if one.tag in (T, TAB, BR):
            run.remove(one)
    for number, line in enumerate(said.split("\n")):
        if number:
            run.append(run.makeelement(BR, {}))
        for part, words in enumerate(line.split("\t")):
            if part:
                run.append(run.makeelement(TAB, {}))
            if words:
                said_here = run.makeelement(T, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
                said_here.text = words
                run.append(said_here)


def _tables(root: Any) -> list[Problem]:
    """Tables whose rows do not fill their grid, and rows that would repeat for two lists at once."""
    found = []
    for number, table in enumerate(root.iter(TBL), 1):
        grid = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        open_columns: set[int] = set()
        for row_number, row in enumerate(table.findall(TR), 1):
            place = Place(table=number, row=row_number)
            width, merged = _row_of(row)
            if grid and width != grid:
                found.append(Problem(Fault(Flaw.NO_COLUMN, f"{width}/{grid}"), place))
            if any(kind == "continue" and column not in open_columns for column, kind in merged.items()):
                found.append(Problem(Fault(Flaw.OPEN, "vMerge"), place))
            open_columns = set(merged)
            lists = {one.name for run in row.iter(R) if (one := field_of(run)) is not None and one.column}
            if len(lists) > 1:
                found.append(Problem(Fault(Flaw.TWO_LISTS, ", ".join(sorted(lists))), place))
    return found


def _row_of(row: Any) -> tuple[int, dict[int, str]]:
    """Width in columns of the grid, and the columns that are merged downward."""
    width, merged = 0, {}
    for skipped in row.findall(f"{W}trPr/{W}gridBefore") + row.findall(f"{W}trPr/{W}gridAfter"):
        width += int(skipped.get(f"{W}val") or 0)
    for cell in row.findall(TC):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None:
            merged[width] = merge.get(f"{W}val") or "continue"
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width += int(span.get(f"{W}val") or 1) if span is not None else 1
    return width, merged
