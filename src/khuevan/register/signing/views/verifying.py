"""Upload a file, and read in words whether its signatures hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from khuevan.kernel import clock, ui
from khuevan.kernel.access import requires

from .. import queries
from ..forms import VerifyForm
from ..models import Signature
from ..permissions import VERIFY_FILES
from ..verification.report import Finding, Report, Severity, SignatureReport
from .words import OUTCOME_TONES, SEVERITY_TONES

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True)
class Said:
    """One signature as the page shows it."""

    part: SignatureReport
    badge: Markup
    facts: Sequence[tuple[str, object]]
    findings: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class VerifyPage:
    """logged: what our own log knows of the file."""

    form: VerifyForm
    report: Report | None = None
    tone: str = ""
    name: str = ""
    signatures: Sequence[Said] = ()
    findings: Sequence[tuple[str, str, str]] = ()
    logged: Sequence[Signature] = field(default_factory=list)


@requires(VERIFY_FILES)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The file is read and forgotten."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return ui.render(request, "signing/verify.html", VerifyPage(form), status=422 if form.errors else 200)
    sent = form.cleaned_data["file"]
    if sent.size > LARGEST:
        form.add_error("file", _("Tệp quá lớn: tối đa 20 MB."))
        return ui.render(request, "signing/verify.html", VerifyPage(form), status=422)
    now = clock.now()
    report = queries.verify(sent.read(), queries.trust(now), at=now)
    page = VerifyPage(
        form=VerifyForm(),
        report=report,
        tone=OUTCOME_TONES[report.outcome],
        name=str(sent.name or "")[:150],
        signatures=[_said(part) for part in report.signatures],
        findings=_sentences(report.findings),
        logged=queries.signatures_of_digest(report.sha256),
    )
    return ui.render(request, "signing/verify.html", page)


def _said(part: SignatureReport) -> Said:
    source = _("theo dấu thời gian") if part.is_stamped else _("theo máy ký")
    when = f"{ui.formatters.day_and_time(part.signed_at)} ({source})" if part.signed_at else ""
    facts = [
        (_("Người ký"), part.signer),
        (_("Đơn vị"), part.organisation),
        (_("Mã trong chứng thư"), part.identifier),
        (_("Vai trò"), part.role),
        (_("Ký lúc"), when),
        (_("Phần được ký"), part.covers),
        (_("Nơi cấp chứng thư"), part.issuer),
        (_("Số sê-ri"), part.serial),
        (_("Mức chữ ký"), part.level),
    ]
    badge = ui.badge(part.outcome_words, OUTCOME_TONES[part.outcome])
    return Said(part, badge, [(label, value) for label, value in facts if value], _sentences(part.findings))


def _sentences(findings: Sequence[Finding]) -> list[tuple[str, str, str]]:
    """Tone, sentence, where; the worst first."""
    order = list(Severity)
    ordered = sorted(findings, key=lambda one: order.index(one.severity))
    return [(SEVERITY_TONES[one.severity], one.text, one.where) for one in ordered]
