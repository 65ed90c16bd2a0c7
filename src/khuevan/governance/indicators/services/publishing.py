"""What everybody may see, and from how many persons on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from khuevan.kernel import access, audit, clock, database, events
from khuevan.kernel.access import Actor
from khuevan.kernel.checks import Trust
from khuevan.kernel.measures import Indicator
from khuevan.kernel.records import Invalid, typed_words

from ..events import FiguresPublished
from ..models import Publication, Threshold
from ..permissions import PUBLISH
from ..queries.indicators import indicator_of
from ..queries.public import just_ended, publications
from ..rules.publishing import why_not_public
from ..rules.releases import DAYS

SHORTEST_REASON = 10
MOST_LEAST, MOST_DAYS = 1000, 400


def publish(*, actor: Actor, at: datetime, code: str, splits: Sequence[str], reason: str) -> Publication:
    """From today on. Raises access.Refused, Invalid."""
    access.demand(actor, PUBLISH)
    indicator = indicator_of(code, on=clock.on(at))
    if indicator is None:
        raise Invalid({"code": _("Không có chỉ tiêu này.")})
    said = _reason(reason)
    with database.acting(access.system()), audit.act(actor, PUBLISH.code, at=at, why=said) as act:
        listed = publications(on=clock.on(at))
        if any(one.code == code for one in listed):
            raise Invalid({"code": _("Chỉ tiêu này đã được công bố.")})
        if refusal := why_not_public(indicator, splits, _indicators(listed, clock.on(at))):
            raise Invalid({"code": refusal})
        ended = [row for row in just_ended(on=clock.on(at)) if row.code != code]
        if why_not_public(indicator, splits, _indicators(ended, clock.on(at))):
            raise Invalid({"code": _(
                "Một chỉ tiêu đếm trên cùng những người này vừa được công bố cho chính kỳ đang công bố: ai đã giữ số ấy "
                "thì lấy hiệu được. Chờ kỳ công bố sau."
            )})  # fmt: skip
        made = Publication.objects.create(
            code=code, splits=list(dict.fromkeys(splits)), valid_from=clock.on(at), decided_by=actor.name[:200],
            decided_at=at, reason=said,
        )  # fmt: skip
        act.on(made)
        events.publish(FiguresPublished("listed"))
    return made


def _indicators(rows: Sequence[Publication], on: date) -> list[Indicator]:
    return [one for one in (indicator_of(row.code, on=on) for row in rows) if one is not None]


def stop_publishing(*, actor: Actor, at: datetime, publication_id: int, reason: str) -> None:
    """From today on. Raises access.Refused, Http404, Invalid."""
    access.demand(actor, PUBLISH)
    with database.acting(access.system()):
        found = Publication.objects.select_for_update().filter(pk=publication_id).first()
        if found is None:
            raise Http404
        if found.valid_until is not None:
            raise Invalid({"reason": _("Chỉ tiêu này không còn được công bố.")})
        said = _reason(reason)
        with audit.act(actor, PUBLISH.code, at=at, why=said) as act:
            found.valid_until = clock.on(at)
            found.save(update_fields=["valid_until"])
            act.on(found)
            events.publish(FiguresPublished("unlisted"))


def set_threshold(
    *, actor: Actor, at: datetime, least: int, valid_from: date, source: str, trust: str, days: int = DAYS
) -> Threshold:
    """For what is published from that day on, today at the earliest. days: between two releases. Raises access.Refused,
    Invalid."""
    access.demand(actor, PUBLISH)
    if not 3 <= least <= MOST_LEAST:
        raise Invalid({"least": _("Ngưỡng từ 3 đến %(most)d.") % {"most": MOST_LEAST}})
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": _("Từ 1 đến %(most)d ngày.") % {"most": MOST_DAYS}})
    if valid_from < clock.on(at):
        raise Invalid({"valid_from": _("Không đặt ngưỡng cho ngày đã qua.")})
    said = " ".join(source.replace("\x00", "").split())
    if not said or len(said) > 200:
        raise Invalid({"source": _("Ghi căn cứ, nhiều nhất 200 ký tự.")})
    if trust not in Trust.values:
        raise Invalid({"trust": _("Chọn độ tin cậy của căn cứ.")})
    with database.acting(access.system()), audit.act(actor, PUBLISH.code, at=at, why=said) as act:
        if Threshold.objects.filter(valid_from=valid_from).exists():
            raise Invalid({"valid_from": _("Đã có ngưỡng áp dụng từ ngày này.")})
        made = Threshold.objects.create(
            least=least, days=days, valid_from=valid_from, source=said, trust=trust, decided_by=actor.name[:200],
            decided_at=at,
        )  # fmt: skip
        act.on(made)
        events.publish(FiguresPublished("threshold"))
    return made


def _reason(reason: str) -> str:
    short = _("Ghi lý do, từ %(least)d đến 500 ký tự.") % {"least": SHORTEST_REASON}
    return typed_words(reason, "reason", most=500, least=SHORTEST_REASON, short=short)
