"""What a report says: counted from the frozen state and written by people while it is open, kept once it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuevan.kernel import access, clock
from khuevan.kernel.access import Actor
from khuevan.kernel.documents import Block, Drawing, Field, Paragraph, Said, Span, Style
from khuevan.kernel.measures import Indicator, Ratio

from ..choices import State, Tier
from ..models import Report
from ..outlines import (
    BELOW,
    CHARTS,
    FIGURES,
    MATURITY,
    NARRATIVE,
    OUTLINES,
    PLAN_TARGETS,
    PLAN_TASKS,
    TYPED,
    Aim,
)
from ..rules import (
    SENT,
    Contents,
    Measured,
    Outcome,
    Part,
    in_head,
    outcome_of,
    read_contents,
    said_day,
    said_number,
    short_day,
)
from ..rules.contents import digest_of
from .drawing import drawing, unit_of
from .gathering import Gathered, gathered, indicators_of, units_below
from .neighbours import PlanLine, plan_targets, plan_tasks, said_maturity
from .reports import parts_below, sections
from .templates import Sheet, sheet_of

MOST_QUOTED = 12
ITEMS = ("- ", "+ ", "• ", "* ")


@dataclass
class Told:
    """Everything that fills one report. It answers the fields of its template, and remembers what it said."""

    report: Report
    sheet: Sheet
    known: Mapping[str, Indicator]
    figures: Gathered
    words: Mapping[str, str]
    below: Sequence[tuple[int, str]] = ()
    parts: Sequence[Report] = ()
    aims: Sequence[Aim] = ()
    actor: Actor = field(default_factory=access.system)
    signed_on: date | None = None
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    charts: dict[str, Drawing] = field(default_factory=dict)
    drawn: dict[str, Drawing | None] = field(default_factory=dict)

    @cached_property
    def plan_targets(self) -> Sequence[PlanLine]:
        return plan_targets(self.actor, self.report)

    @cached_property
    def plan_tasks(self) -> Sequence[PlanLine]:
        return plan_tasks(self.actor, self.report)

    @cached_property
    def maturity(self) -> tuple[str, str]:
        return said_maturity(self.actor, self.report)

    def value(self, one: Field) -> Said:
        if one.name in FIGURES:
            made = self._figure(one)
        elif one.name == TYPED:
            made = Said(self.words.get(one.argument, "").strip() or "……")
        elif one.name == MATURITY:
            made = Said(*self.maturity)
        else:
            said = self._plain().get(one.name, "")
            made = Said(self._capitals(one.name, said) if one.options.get("chu") == "hoa" else said)
        self.said[one.text] = (made.text, made.link)
        return made

    def rows(self, one: Field) -> Sequence[Mapping[str, Said]]:
        if one.name in (PLAN_TARGETS, PLAN_TASKS):
            is_task = one.name == PLAN_TASKS
            found = _plan_rows(self.plan_tasks if is_task else self.plan_targets)
            nothing = (
                _("Kế hoạch của đơn vị chưa có nhiệm vụ")
                if is_task
                else _("Kế hoạch của đơn vị chưa có chỉ tiêu")
            )
            return found or [{column: Said("–") for column in ("tt", "muc tieu", "thuc hien", "ket qua")}
                             | {"noi dung": Said(nothing)}]  # fmt: skip
        return self._below() if one.name == BELOW else self._aims()

    def blocks(self, one: Field) -> Sequence[Block]:
        if one.name == NARRATIVE:
            return narrative(self.words.get(one.argument, ""))
        return self._quotes(one.argument)

    def bars(self, one: Field) -> Drawing | None:
        """A drawing for each field, once: what it shows is kept as words with the rest of what is said."""
        if one.text not in self.drawn:
            made = drawing(self, one)
            self.drawn[one.text] = made
            self.said[one.text] = (made.alt if made is not None else "", "")
            if made is not None:
                self.charts[made.alt] = made
        return self.drawn[one.text]

    def contents(self, *, note: str = "") -> Contents:
        """What is kept when it is sent. Every value that the template asks for is in it."""
        with translation.override("vi"):
            return self._contents(note)

    def _contents(self, note: str) -> Contents:
        for one in self.sheet.fields:
            if one.name in (*FIGURES, TYPED, MATURITY) or (not one.column and one.name in self._plain()):
                self.value(one)
            elif one.name in CHARTS:
                self.bars(one)
        campaign = self.report.campaign
        header = {
            "campaign": str(campaign.pk), "unit": str(self.report.unit_id), "unit_name": self.report.unit_name,
            "year": campaign.school_year, "as_of": campaign.as_of.isoformat(), "edition": str(self.report.edition),
            "snapshot": str(campaign.snapshot_id), "snapshot_digest": campaign.snapshot_digest,
            "template": str(campaign.template_id or campaign.outline),
        }  # fmt: skip
        narratives = {part.label: self.words.get(part.label, "") for part in self.sheet.parts}
        typed = {part.label: self.words.get(part.label, "") for part in self.sheet.typed}
        asked = {one.name for one in self.sheet.fields}
        plan = [*(_plan_rows(self.plan_targets) if PLAN_TARGETS in asked else ())]
        plan += _plan_rows(self.plan_tasks) if PLAN_TASKS in asked else []
        aims = [{key: one.text for key, one in row.items()} for row in (*self._aims(), *plan)]
        parts = tuple(
            Part(one.pk, one.unit_id, one.unit_name, one.edition, one.digest)
            for one in self.parts
            if one.state in SENT
        )
        return Contents(header, dict(self.said), narratives, typed, tuple(aims), parts, note)

    def _plain(self) -> dict[str, str]:
        one, campaign = self.report, self.report.campaign
        details: dict[str, Any] = one.details
        sent = sum(part.state in SENT for part in self.parts)
        day = self.signed_on
        return {
            "don vi": one.unit_name, "co quan chu quan": self._committee(one.receiver_name) or _("cơ quan cấp trên"),
            "nam hoc": campaign.school_year, "ky so lieu": campaign.snapshot_name,
            "so lieu ngay": short_day(campaign.as_of), "so": details.get("number") or "……/BC",
            "dia danh": details.get("place") or "……",
            "ngay ky": said_day(day) if day else "ngày …… tháng …… năm ……",
            "chuc vu nguoi ky": (details.get("signer_title") or _("Thủ trưởng đơn vị")).upper().replace(" / ", "\n"),
            "nguoi ky": details.get("signer_name") or "……",
            "so bao cao cap duoi": f"{sent}/{len(self.parts)}",
        }  # fmt: skip

    def _capitals(self, name: str, said: str) -> str:
        """Of the head of the letter; a long name breaks where its kind ends, as offices write it."""
        if name == "don vi" and self.report.tier == Tier.COMMUNE:
            said = self._committee(said)
        return in_head(said.upper())

    @staticmethod
    def _committee(name: str) -> str:
        """Of a commune its committee acts: "Phường Xuân Hương" writes as "UBND phường Xuân Hương"."""
        kind, _space, rest = name.partition(" ")
        return f"UBND {kind.lower()} {rest}" if kind in ("Xã", "Phường", "Đặc") else name

    def _figure(self, one: Field) -> Said:
        indicator = self.known.get(one.argument)
        source = self.figures.before if one.options.get("ky") == "truoc" else self.figures.now
        figure = source.get(one.argument)
        if indicator is None or figure is None:
            return Said("–")
        if one.name == "tren tong so":
            text = said_number(figure.lower)
        elif one.name == "so luong" and isinstance(indicator.measure, Ratio):
            text = said_number(figure.upper)
        else:
            text = said_number(figure.value, indicator.decimals, unit_of(indicator))
        return Said(text, self.address(one.argument, before=source is self.figures.before))

    def address(self, code: str, *, before: bool = False) -> str:
        """The page of the figure, on the frozen state that it was taken from."""
        campaign = self.report.campaign
        state = campaign.before_id if before else campaign.snapshot_id
        asked = urlencode({"unit": self.report.unit_id, "snapshot": state or 0})
        return f"{settings.PUBLIC_ADDRESS}{reverse('indicators:value', args=[code])}?{asked}"

    def _aims(self) -> list[dict[str, Said]]:
        found = []
        last = ""
        for aim in self.aims:
            said = Said(self.words.get(aim.typed, "").strip() or "……") if aim.typed else self._reached(aim)
            number = aim.number if aim.number != last else ""
            last = aim.number
            found.append(
                {
                    "tt": Said(number),
                    "noi dung": Said(aim.subject),
                    "muc tieu": Said(aim.goal),
                    "ket qua": said,
                }
            )
        return found

    def _reached(self, aim: Aim) -> Said:
        values = [(gauge, self.figures.now.get(gauge.code)) for gauge in aim.gauges]
        measured = [
            Measured(figure.value if figure is not None else None, gauge.goal, gauge.is_strict)
            for gauge, figure in values
        ]
        words = {
            Outcome.REACHED: _("Đạt"), Outcome.PARTLY: _("Chưa đạt đủ, đang tiến tới"),
            Outcome.MISSED: _("Chưa đạt, đang tiến tới"), Outcome.UNKNOWN: _("Chưa đủ số liệu"),
        }  # fmt: skip
        lines = [words[outcome_of(measured)]]
        for (gauge, figure), one in zip(values, measured, strict=True):
            indicator = self.known.get(gauge.code)
            if indicator is not None and figure is not None:
                lines.append(
                    f"{indicator.label}: {said_number(one.value, indicator.decimals, '%')}/{said_number(gauge.goal)}%"
                )
        first = next((gauge.code for gauge in aim.gauges if gauge.code in self.known), "")
        return Said("\n".join(lines), self.address(first) if first else "")

    def _below(self) -> list[dict[str, Said]]:
        return [
            {
                "tt": Said(str(number)),
                "ten": Said(one.unit_name, link_of(one) if one.state in SENT else ""),
                "tinh trang": Said(str(State(one.state).label)),
                "ngay gui": Said(short_day(clock.on(one.submitted_at)) if one.submitted_at else "–"),
            }
            for number, one in enumerate(self.parts, 1)
        ]

    def _quotes(self, label: str) -> list[Block]:
        """What those below wrote for the part, each with a link to its report."""
        found: list[Block] = []
        for one in self.parts:
            said = _kept_section(one, label)
            if said and len(found) < MOST_QUOTED:
                found.append(
                    Paragraph(
                        (Span(one.unit_name, link=link_of(one)), Span(f": “{shortened(said)}”")), Style.ITEM
                    )
                )
        if found:
            head = _("Trích báo cáo của các đơn vị (%(shown)s/%(all)s báo cáo đã gửi):") % {
                "shown": len(found), "all": sum(one.state in SENT for one in self.parts),
            }  # fmt: skip
            found.insert(0, Paragraph((Span(head, italic=True),)))
        return found


def told(
    actor: Actor, report: Report, *, signed_on: date | None = None, figures: Gathered | None = None
) -> Told:
    """In Vietnamese, whoever reads. figures: where they were gathered for many reports at once. Raises access.Refused,
    Http404, StateIsGone."""
    with translation.override("vi"):
        return _told(actor, report, signed_on, figures)


def _told(actor: Actor, report: Report, signed_on: date | None, figures: Gathered | None) -> Told:
    sheet = sheet_of(report)
    below = units_below(report)
    found = figures or gathered(
        actor, report.campaign, report.unit_id, sheet.codes, [pk for pk, _name in below]
    )
    outline = OUTLINES.get(report.campaign.outline)
    words = {key: section.body for key, section in sections(report).items()}
    return Told(
        report,
        sheet,
        indicators_of(sheet.codes, report.campaign),
        found,
        words,
        below,
        parts_below(report) if below else (),
        outline.aims if outline is not None else (),
        actor,
        signed_on,
    )


def _plan_rows(lines: Sequence[PlanLine]) -> list[dict[str, Said]]:
    return [
        {
            "tt": Said(str(number)), "ke hoach": Said(one.plan), "noi dung": Said(one.name, one.url),
            "muc tieu": Said(one.wanted), "thuc hien": Said(one.done), "ket qua": Said(one.outcome),
        }
        for number, one in enumerate(lines, 1)
    ]  # fmt: skip


def contents_of(report: Report) -> Contents | None:
    """What was sent; None of what was not, and of what is not as it was sent."""
    if not report.content or digest_of(report.content) != report.digest:
        return None
    return read_contents(report.content)


def in_order(report: Report, contents: Contents) -> Contents:
    """Its narrative parts as the report has them, one after the other; kept they stand by their letters."""
    try:
        labels = [part.label for part in sheet_of(report).parts if part.label in contents.sections]
    except Http404:
        labels = []
    left = [label for label in contents.sections if label not in labels]
    return replace(contents, sections={label: contents.sections[label] for label in (*labels, *left)})


def _kept_section(report: Report, label: str) -> str:
    contents = contents_of(report) if report.state in SENT else None
    return contents.sections.get(label, "").strip() if contents is not None else ""


def shortened(words: str, most: int = 280) -> str:
    """Whole words of the first lines; items one after the other."""
    lines = [" ".join(line.split()) for line in words.splitlines() if line.strip()]
    flat = ""
    for line in lines:
        said = line[2:].strip() if line.startswith(ITEMS) else line
        between = "; " if line.startswith(ITEMS) and flat else " "
        flat = f"{flat.rstrip('.;')}{between}{said}" if flat and between == "; " else f"{flat} {said}".strip()
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + "…"


def link_of(report: Report) -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse('reports:document', args=[report.pk])}"


def narrative(words: str) -> list[Block]:
    """Paragraphs by lines; a line that begins with a hyphen is an item."""
    found: list[Block] = []
    for line in words.splitlines():
        said = line.strip()
        if said.startswith(ITEMS):
            found.append(Paragraph((Span(said[2:].strip()),), Style.ITEM))
        elif said:
            found.append(Paragraph((Span(said),)))
    return found or [Paragraph((Span(_("(Chưa viết.)"), italic=True),))]
