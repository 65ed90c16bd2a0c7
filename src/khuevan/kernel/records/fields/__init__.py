"""The kinds of fields. One declaration of a field serves the page, the form, the export and the API."""

from .base import Context, Field, Slot
from .choosing import Choice, Several
from .computed import Computed
from .filled import Filled
from .linking import Option, Reference
from .numeric import Decimals, Whole
from .textual import Code, LongText, Text
from .timely import Date, Moment
from .yes import Confirmation, Yes

__all__ = [
    "Choice",
    "Code",
    "Computed",
    "Confirmation",
    "Context",
    "Date",
    "Decimals",
    "Field",
    "Filled",
    "LongText",
    "Moment",
    "Option",
    "Reference",
    "Several",
    "Slot",
    "Text",
    "Whole",
    "Yes",
]
