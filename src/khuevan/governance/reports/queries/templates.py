"""Which template a report is written on, read and ready to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.http import Http404

from khuevan.kernel import access, database, documents, files
from khuevan.kernel.access import Actor
from khuevan.kernel.documents import Field

from ..choices import Tier
from ..models import Campaign, Report, Template
from ..outlines import CHARTS, FIGURES, NARRATIVE, OUTLINES, TYPED, built_in, vocabulary
from ..permissions import OPEN_CAMPAIGNS, VIEW_REPORTS

READ = 32


@dataclass(frozen=True)
class Part:
    """A narrative part, or something typed by hand. heading: under which it stands; codes: indicators said under the
    same heading."""

    label: str
    heading: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A template with what the room needs to know of it."""

    template: documents.Template
    parts: tuple[Part, ...]
    typed: tuple[Part, ...]
    codes: tuple[str, ...]
    fields: tuple[Field, ...]


def sheet_of(report: Report) -> Sheet:
    """Raises Http404 where only schools write this report."""
    campaign = report.campaign
    tier = Tier(report.tier)
    if campaign.template_id is not None and campaign.template is not None:
        return own_sheet(campaign.template_id, campaign.template.digest, campaign.as_of)
    outline = OUTLINES.get(campaign.outline)
    if outline is None or not outline.text(tier):
        raise Http404
    return built_in_sheet(campaign.outline, tier, campaign.as_of)


@lru_cache(maxsize=READ)
def built_in_sheet(code: str, tier: Tier, on: date) -> Sheet:
    outline = OUTLINES[code]
    aims = [gauge.code for aim in outline.aims for gauge in aim.gauges]
    typed = [Part(aim.typed, "IV. Mục tiêu") for aim in outline.aims if aim.typed]
    return _sheet(built_in(code, tier, on), aims, typed)


@lru_cache(maxsize=READ)
def own_sheet(template_id: int, _digest: str, on: date) -> Sheet:
    return _sheet(documents.read_template(content_of(template_id), vocabulary(on)), [], [])


def _sheet(template: documents.Template, aims: Sequence[str], typed: Sequence[Part]) -> Sheet:
    by_heading: dict[str, list[str]] = {}
    for one in template.found:
        if one.field.name in (*FIGURES, *CHARTS):
            by_heading.setdefault(one.place.heading, []).append(one.field.argument)
    parts: dict[str, Part] = {}
    blanks: dict[str, Part] = {}
    for one in template.found:
        heading = one.place.heading
        codes = tuple(dict.fromkeys(by_heading.get(heading, ())))
        if one.field.name == NARRATIVE:
            parts.setdefault(one.field.argument, Part(one.field.argument, heading, codes))
        elif one.field.name == TYPED:
            blanks.setdefault(one.field.argument, Part(one.field.argument, heading))
    for part in typed:
        blanks.setdefault(part.label, part)
    every = dict.fromkeys([*(code for found in by_heading.values() for code in found), *aims])
    return Sheet(
        template,
        tuple(parts.values()),
        tuple(blanks.values()),
        tuple(every),
        tuple(one.field for one in template.found),
    )


def content_of(template_id: int) -> bytes:
    """The file of a template, which everybody may read who has it to fill."""
    with database.acting(access.system()):
        found = Template.objects.select_related("file").get(pk=template_id)
        with files.content(found.file) as stream:
            return stream.read()


def templates(actor: Actor) -> list[Template]:
    """Those in use of the actor's units and of those above, by name."""
    access.demand(actor, VIEW_REPORTS)
    rows = Template.objects.filter(ended_at=None).select_related("unit")
    scope = access.scope(actor, VIEW_REPORTS)
    kept = [one for one in rows if one.unit_id in scope or one.unit_id in actor.outline]
    return sorted(kept, key=lambda one: (one.name, -one.number))


def template(actor: Actor, template_id: int) -> Template:
    """Raises Http404."""
    found = next((one for one in templates(actor) if one.pk == template_id), None)
    if found is None:
        raise Http404
    return found


def may_end(actor: Actor, one: Template) -> bool:
    return access.decide(actor, OPEN_CAMPAIGNS, on=one.unit_id).allowed


def outline_of(campaign: Campaign) -> str:
    """What the campaign's template is called."""
    if campaign.template is not None:
        return str(campaign.template)
    outline = OUTLINES.get(campaign.outline)
    return str(outline.label) if outline is not None else campaign.outline
