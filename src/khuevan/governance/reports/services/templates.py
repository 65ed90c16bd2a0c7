"""Taking in a template that somebody edited in Word: only one without a single problem."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.kernel import access, audit, clock, documents, files
from khuevan.kernel.access import Actor
from khuevan.kernel.files.kinds import DOCX
from khuevan.kernel.records import Invalid

from .. import queries
from ..models import Template
from ..outlines import vocabulary
from ..permissions import OPEN_CAMPAIGNS
from .frame import one_line

TEMPLATE = files.Purpose("reports.template", gettext_lazy("Mẫu báo cáo"), megabytes=20, accept=(DOCX,))
MOST_SAID = 60


class TemplateHasProblems(Exception):  # noqa: N818 - the name is what happened
    """Nothing was taken in; sentences: each problem with its place."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences[:3]))
        self.sentences = sentences


def add_template(
    actor: Actor, *, at: datetime, unit_id: int, name: str, content: bytes, is_public: bool = False
) -> Template:
    """The first version of a template, or the next one of that name. Raises Http404, Invalid, TemplateHasProblems."""
    if unit_id not in access.scope(actor, OPEN_CAMPAIGNS):
        raise Http404
    title = one_line(name, "name")[:150]
    if not title:
        raise Invalid({"name": _("Ghi tên mẫu.")})
    try:
        read = documents.read_template(content, vocabulary(clock.on(at)), shows_persons=False)
    except documents.FileRefused as refused:
        raise Invalid({"file": refused.reason}) from refused
    if read.problems:
        raise TemplateHasProblems([documents.sentence(one) for one in read.problems[:MOST_SAID]])
    if not read.found:
        raise Invalid({"file": _("Tệp không có trường nào, nên không có gì để điền.")})
    before = Template.objects.filter(unit_id=unit_id, name=title).order_by("-number").first()
    with audit.act(actor, "reports.template:add", at=at, unit_id=unit_id) as act:
        try:
            stored = files.store(
                actor, io.BytesIO(content), name=f"{title}.docx", at=at, unit_id=unit_id, purpose=TEMPLATE
            )
        except files.FileRefused as refused:
            raise Invalid({"file": refused.reason}) from refused
        made = Template.objects.create(
            unit_id=unit_id, name=title, number=before.number + 1 if before else 1, file=stored,
            digest=hashlib.sha256(content).hexdigest(), is_public=is_public, added_at=at, added_by=actor.name[:150],
        )  # fmt: skip
        if before is not None and before.ended_at is None:
            before.ended_at = at
            before.save(update_fields=["ended_at"])
        act.on(made)
        act.note(name=title, number=made.number, fields=len(read.found))
    return made


def end_template(actor: Actor, *, at: datetime, template_id: int) -> Template:
    """New campaigns do not offer it; those that use it keep it. Raises Http404, Refused."""
    found = queries.template(actor, template_id)
    access.demand(actor, OPEN_CAMPAIGNS, on=found.unit_id)
    with audit.act(actor, "reports.template:end", at=at, on=found):
        found.ended_at = at
        found.save(update_fields=["ended_at"])
    return found
