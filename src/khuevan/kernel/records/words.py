"""What somebody typed as a reason, a remark, a note: one way to clean and to refuse it for every room."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .errors import Invalid


def typed_words(
    text: str, field: str, *, most: int, least: int = 0, lines: bool = False, short: str = ""
) -> str:
    """The words with single spaces, on one line or, with `lines`, on the lines that they were typed on.

    most, least: characters, after cleaning. short: the sentence for fewer than `least`, where the room has a better one.
    Nothing is cut off or left out silently. Raises Invalid at the field.
    """
    rows = text.splitlines() if lines else [text]
    words = "\n".join(" ".join(row.split()) for row in rows).strip()
    if "\x00" in words:
        raise Invalid({field: _("Có ký tự không dùng được.")})
    if len(words) > most:
        raise Invalid({field: _("Dài quá %(most)d ký tự.") % {"most": most}})
    if len(words) < least:
        raise Invalid({field: short or _("Hãy ghi, ít nhất %(least)d ký tự.") % {"least": least}})
    return words
