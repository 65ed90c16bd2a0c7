"""A template filled with values: the file that goes out."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .blocks import Block, Chart, Drawing, Span, words
from .fields import Field, Kind, Vocabulary
from .opening import let_go
from .template import TC, TR, P, R, Template, field_of, roots
from .writing import Draw, add_blocks, span_element

RPR_TAG = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}rPr"


@dataclass(frozen=True)
class Said:
    """A value as it is printed. link: the page where it can be opened."""

    text: str
    link: str = ""


class Values(Protocol):
    """What a room answers for the fields of its vocabulary."""

    def value(self, one: Field) -> Said: ...

    def rows(self, one: Field) -> Sequence[Mapping[str, Said]]:
        """Of a list: a row for each item, by folded names of columns."""
        ...

    def blocks(self, one: Field) -> Sequence[Block]: ...

    def bars(self, one: Field) -> Drawing | None:
        """None: there is nothing to draw."""
        ...


NOTHING_TO_DRAW = "–"


def filled(
    template: Template, vocabulary: Vocabulary, values: Values, *, draw: Draw, title: str = ""
) -> bytes:
    """The template must have no problems. The same values give the same file."""
    return packed(opened_and_filled(template, vocabulary, values, draw=draw, title=title))


def opened_and_filled(
    template: Template, vocabulary: Vocabulary, values: Values, *, draw: Draw, title: str = ""
) -> Any:
    """The same as a document of python-docx, to be packed and to be read back without opening the file again."""
    import docx

    document = docx.Document(io.BytesIO(template.content))
    if title:
        document.core_properties.title = title[:250]
    found = roots(document)
    parts = [document.part, *_other_parts(document)]
    for root, part in zip(found, parts, strict=True):
        _repeat_rows(root, vocabulary, values, part)
        for run in [one for one in root.iter(R) if field_of(one) is not None]:
            field = field_of(run)
            word = vocabulary.of(field) if field is not None else None
            if field is None or word is None:
                continue
            if word.kind is Kind.VALUE:
                _say_value(part, run, values.value(field))
            elif word.kind is Kind.BLOCK:
                _put_blocks(document, run, values.blocks(field), draw)
            elif word.kind is Kind.CHART:
                bars = values.bars(field)
                _put_blocks(document, run, [Chart(bars)] if bars is not None else _no_chart(), draw)
    return document


def packed(document: Any) -> bytes:
    """The document is used up. The same one always gives the same bytes: no member has a time of day."""
    import zipfile

    from khuevan.kernel.files import archives

    kept = io.BytesIO()
    document.save(kept)
    let_go(document)
    same = io.BytesIO()
    with zipfile.ZipFile(kept) as made, zipfile.ZipFile(same, "w") as target:
        for name in made.namelist():
            target.writestr(archives.member(name), made.read(name))
    return same.getvalue()


def _other_parts(document: Any) -> list[Any]:
    found = []
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                found.append(part.part)
    return found


def _say_value(part: Any, run: Any, said: Said) -> None:
    made = span_element(part, run.getparent(), Span(said.text, link=said.link), run.find(RPR_TAG))
    run.getparent().replace(run, made)


def _repeat_rows(root: Any, vocabulary: Vocabulary, values: Values, part: Any) -> None:
    for row in list(root.iter(TR)):
        fields = [one for run in row.iter(R) if (one := field_of(run)) is not None and one.column]
        if not fields:
            continue
        items = values.rows(fields[0])
        place = row
        for item in items:
            made = copy.deepcopy(row)
            for run in list(made.iter(R)):
                one = field_of(run)
                if one is not None and one.column and one.name == fields[0].name:
                    _say_value(part, run, item.get(one.column, Said("")))
            place.addnext(made)
            place = made
        if items:
            row.getparent().remove(row)
            continue
        for run in list(row.iter(R)):
            one = field_of(run)
            if one is not None and one.column:
                _say_value(part, run, Said("–"))


def _put_blocks(document: Any, run: Any, blocks: Sequence[Block], draw: Draw) -> None:
    """In place of the paragraph; a cell of a table keeps one paragraph at its end, as Word wants it."""
    paragraph = next(run.iterancestors(P))
    made = add_blocks(document, document, blocks, draw)
    for element in made:
        paragraph.addprevious(element)
    holder = paragraph.getparent()
    if holder.tag == TC and (not made or made[-1].tag != P):
        run.getparent().remove(run)
        return
    holder.remove(paragraph)


def _no_chart() -> list[Block]:
    from django.utils.translation import gettext as _

    from .blocks import Paragraph

    return [Paragraph(words(_("(Chưa có số liệu để vẽ biểu đồ.)"), italic=True))]
