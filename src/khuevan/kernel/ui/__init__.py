"""The face of the platform: shell, components, lists, palette, formatters. README.md lists every name with its use."""

from . import formatters
from .cells import SentCell, cells_sent
from .everybody import for_everybody, for_everybody_anew
from .fields import DateField
from .figures import Chart, Map, Point, Series, Tile, Tiles
from .lists import Choice, Column, Listing, Slice, choice, column, counted, take, take_after, take_of
from .markup import badge, labels, link, masked, url
from .middleware import allow_form_targets, keep_on_device
from .navigation import Card, Entry, home_cards
from .palette import Found
from .shell import fragment, keep, render

__all__ = [
    "Card",
    "Chart",
    "Choice",
    "Column",
    "DateField",
    "Entry",
    "Found",
    "Listing",
    "Map",
    "Point",
    "SentCell",
    "Series",
    "Tile",
    "Tiles",
    "Slice",
    "allow_form_targets",
    "badge",
    "cells_sent",
    "choice",
    "column",
    "counted",
    "formatters",
    "for_everybody",
    "for_everybody_anew",
    "fragment",
    "home_cards",
    "keep",
    "keep_on_device",
    "labels",
    "link",
    "masked",
    "render",
    "take",
    "take_after",
    "take_of",
    "url",
]
