"""What a pupil of grades 10 to 12 chooses (chương trình GDPT 2018: TT 32/2018, sửa đổi bởi TT 13/2022).

Four of the nine elective subjects, and three clusters of study topics (cụm chuyên đề) of three subjects. Both numbers
come from the programme's row, where they can be changed, for they were not read in the official text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class ElectiveFacts:
    """What the programme offers: codes of elective subjects and of subjects with topics, and how many are chosen."""

    offered: frozenset[str]
    with_topics: frozenset[str]
    subjects: int = 4
    topics: int = 3


def elective_problems(
    chosen: Collection[str], topics: Collection[str], facts: ElectiveFacts
) -> dict[str, str]:
    """Field -> sentence for each thing wrong with a choice; nothing for a right one."""
    problems: dict[str, str] = {}
    strange = sorted(set(chosen) - facts.offered)
    if strange:
        problems["subjects"] = _("Không phải môn lựa chọn: %(codes)s.") % {"codes": ", ".join(strange)}
    elif len(set(chosen)) != facts.subjects:
        problems["subjects"] = _("Cần chọn đúng %(wanted)d môn lựa chọn, đang chọn %(chosen)d.") % {
            "wanted": facts.subjects,
            "chosen": len(set(chosen)),
        }
    strange = sorted(set(topics) - facts.with_topics)
    if strange:
        problems["topics"] = _("Không có cụm chuyên đề của: %(codes)s.") % {"codes": ", ".join(strange)}
    elif len(set(topics)) != facts.topics:
        problems["topics"] = _("Cần chọn cụm chuyên đề của đúng %(wanted)d môn, đang chọn %(chosen)d.") % {
            "wanted": facts.topics,
            "chosen": len(set(topics)),
        }
    return problems
