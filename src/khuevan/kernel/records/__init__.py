"""Records: one declaration of a plain record gives its pages, export, API and tests. See README.md.

Names that need Django's models are imported on first use, so that settings may load this package.
"""

from typing import Any

_HOMES = {
    "Choice": "fields",
    "Code": "fields",
    "Computed": "fields",
    "Confirmation": "fields",
    "Date": "fields",
    "Decimals": "fields",
    "Filled": "fields",
    "LongText": "fields",
    "Moment": "fields",
    "Reference": "fields",
    "Several": "fields",
    "Text": "fields",
    "Whole": "fields",
    "Yes": "fields",
    "Record": "record",
    "PLAIN": "record",
    "Invalid": "errors",
    "DeclarationError": "errors",
    "declared": "registry",
    "period_is_forward": "periods",
    "typed_day": "typed",
    "typed_of": "typed",
    "typed_words": "words",
    "value_of": "periods",
    "Panel": "panels",
    "PanelColumn": "panels",
    "panel": "panels",
}


__all__ = [*_HOMES]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
