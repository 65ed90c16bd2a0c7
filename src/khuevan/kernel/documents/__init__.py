"""Documents as values, .docx templates with fields, PDF: written, read back, checked and filled."""

from typing import Any

from .blocks import (
    Align,
    Bars,
    Block,
    Cell,
    Chart,
    Document,
    Image,
    PageBreak,
    Paragraph,
    Span,
    Style,
    Table,
    cell,
    paragraph,
    unlinked,
    words,
)
from .fields import Field, Kind, Vocabulary, Word, folded, parsed

_HOMES = {
    "CannotPrint": "paper",
    "foot": "letters",
    "head": "letters",
    "FileRefused": "opening",
    "Found": "template",
    "Look": "paper",
    "Place": "template",
    "Problem": "template",
    "Said": "filling",
    "Template": "template",
    "Values": "filling",
    "document_of": "reading",
    "drawn": "paper",
    "filled": "filling",
    "opened_and_filled": "filling",
    "packed": "filling",
    "printed": "paper",
    "printed_all": "paper",
    "read_document": "reading",
    "read_template": "template",
    "sentence": "saying",
    "where": "saying",
    "written": "writing",
}

__all__ = [
    "Align",
    "Bars",
    "Block",
    "CannotPrint",
    "Cell",
    "Chart",
    "Document",
    "Field",
    "FileRefused",
    "Found",
    "Image",
    "Kind",
    "Look",
    "PageBreak",
    "Paragraph",
    "Place",
    "Problem",
    "Said",
    "Span",
    "Style",
    "Table",
    "Template",
    "Values",
    "Vocabulary",
    "Word",
    "cell",
    "document_of",
    "drawn",
    "filled",
    "folded",
    "foot",
    "head",
    "opened_and_filled",
    "packed",
    "paragraph",
    "parsed",
    "printed",
    "printed_all",
    "read_document",
    "read_template",
    "sentence",
    "unlinked",
    "where",
    "words",
    "written",
]  # noqa: F822


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
