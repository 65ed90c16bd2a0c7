"""The API's root: every room's router under /api/v1/<room>/, one way to sign in, one shape of errors.

Signed in by the session of the pages (writes need the CSRF token) or by an access token; either way
`request.actor` was set by the middleware, and the gate (`@requires`) of each operation decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import re_path
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.params.models import ParamModel
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf, normalize_path
from pydantic import BaseModel

from khuevan.kernel import ui
from khuevan.kernel.access import Refused, public
from khuevan.kernel.database import ChangedMeanwhile

from .errors import Conflict, Invalid
from .formats import format_moment
from .problems import MEDIA_TYPE, Problem, in_words, problem

_SHAPES: tuple[type[BaseModel], ...] = (Schema, ParamModel, *ParamModel.__subclasses__())
for _shape in _SHAPES:
    # Each of more than a thousand shapes of data is worked out when it is first used: a sixth of a start otherwise. In
    # production all are worked out before the server's processes part, so that these share them.
    _shape.model_config["defer_build"] = not settings.PRODUCTION

logger = logging.getLogger(__name__)
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class AccessToken(HttpBearer):
    """An access token of our OpenID provider. The middleware that reads it sets `request.actor` and, so that a
    browser's session is never taken for a token, `request.actor_by_token`."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        return actor if getattr(request, "actor_by_token", False) and actor.is_known else None


class Session(APIKeyCookie):
    """The session of the pages; a write carries the CSRF token in the header X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        return self.authenticate(request, request.COOKIES.get(self.param_name))

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_known:
            return None
        if request.method not in READS and check_csrf(request) is not None:
            raise Refused(_("Thiếu mã chống giả mạo (X-CSRFToken), hoặc mã đã cũ. Hãy tải lại trang."))
        return actor


class Pages(DocsBase):
    """The operations on a page of ours: no CDN, no inline script, readable without JavaScript."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        return ui.render(request, "records/api.html", described(api.get_openapi_schema()))


class Api(NinjaAPI):
    """Adds the problem details to the description of every operation."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        return _schema(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)

    def _get_urls(self) -> list[Any]:
        made = super()._get_urls()
        for pattern in made:
            if pattern.callback is not None:
                pattern.callback = _told(pattern.callback)
        return [*made, re_path(r"^.*$", _no_such_address)]


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """ninja answers a wrong method in bare English; this says it like every other error."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        given = view(request, *args, **named)
        if given.status_code != 405 or given.headers.get("Content-Type") == MEDIA_TYPE:
            return given
        allowed = ", ".join(sorted(given.headers["Allow"].split(", ")))
        told = problem(request, 405, detail=_("Ở địa chỉ này dùng được: %(methods)s.") % {"methods": allowed})
        told["Allow"] = allowed
        return told

    return answer


@public("An address that does not exist; the answer holds no data.")
def _no_such_address(request: HttpRequest) -> HttpResponse:
    """Programs get a problem document where people get a page."""
    return problem(request, 404, detail=_("Không có địa chỉ này trong giao diện lập trình."))


@lru_cache(maxsize=8)
def _schema(api: Api, prefix: str) -> OpenAPISchema:
    schema = NinjaAPI.get_openapi_schema(api, path_prefix=prefix)
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    described_problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts.update(described_problem.pop("$defs", {}))
    parts["Problem"] = described_problem
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in schema["paths"].values():
        for method, operation in operations.items():
            for status, words in _failures(method, operation):
                operation["responses"].setdefault(status, {"description": words, "content": content})
    return schema


def _failures(method: str, operation: Any) -> Iterator[tuple[int, str]]:
    yield 400, "Bad Request"
    if operation.get("security"):
        yield 401, "Unauthorized"
        yield 403, "Forbidden"
    yield 404, "Not Found"
    if method in {"post", "patch", "put", "delete"}:
        yield 409, "Conflict"
    yield 422, "Unprocessable Content"


def described(schema: OpenAPISchema) -> dict[str, list[tuple[str, str, str, str]]]:
    """Tag -> (method, path, summary, description) of each operation, for the page."""
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            line = (method.upper(), path, operation.get("summary", ""), operation.get("description", ""))
            found.setdefault((operation.get("tags") or ["khuevan"])[0], []).append(line)
    return dict(sorted(found.items()))


# --- errors ------------------------------------------------------------------------------------------------


def _not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(
        request, 401, detail=_("Hãy đăng nhập, hoặc gửi kèm thẻ truy cập (Authorization: Bearer).")
    )
    answer["WWW-Authenticate"] = 'Bearer realm="khuevan"'
    return answer


def _refused(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(request, 403, kind="refused", detail=getattr(error, "reason", ""))


def _not_here(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, detail=_("Không có mục này trong phạm vi của bạn."))


def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, 422, kind="invalid", errors=in_words(error.errors))


def _invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    return problem(request, 422, kind="invalid", errors=error.errors)


def _not_storable(request: HttpRequest, error: DataError) -> HttpResponse:
    """A value that fits its type here and not in the database: a NUL character, a number beyond the column."""
    detail = _("Một giá trị gửi lên có ký tự không dùng được hoặc số quá lớn.")
    return problem(request, 422, kind="invalid", detail=detail)


def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    """Extension members: who, when, and the fields that part."""
    detail = _("Bản ghi này vừa được người khác sửa. Chưa lưu gì cả.")
    if error.when is not None:
        detail = _("%(who)s đã sửa bản ghi này lúc %(when)s. Chưa lưu gì cả.") % {
            "who": error.who,
            "when": format_moment(error.when),
        }
    differences = [
        {"label": one.label, "stored": one.stored, "entered": one.entered} for one in error.differences
    ]
    version = getattr(error.obj, "version", 1)
    return problem(request, 409, kind="conflict", detail=detail, version=version, differences=differences)


def _changed_meanwhile(request: HttpRequest, error: ChangedMeanwhile) -> HttpResponse:
    return problem(request, 409, kind="conflict", detail=str(error))


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja's own: above all a body that is no JSON (400)."""
    detail = _("Nội dung gửi lên không phải JSON.") if error.status_code == 400 else str(error)
    answer = problem(request, error.status_code, detail=detail)
    if isinstance(error, Throttled) and error.wait is not None:
        answer["Retry-After"] = str(error.wait)
    return answer


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("the API failed at %s %s", request.method, request.path, exc_info=error)
    return problem(request, 500, detail=_("Lỗi đã được ghi lại. Chưa lưu gì cả. Hãy thử lại sau."))


HANDLERS: dict[type[Exception], Any] = {
    AuthenticationError: _not_signed_in,
    PermissionDenied: _refused,
    Http404: _not_here,
    ValidationError: _not_understood,
    Invalid: _invalid,
    DataError: _not_storable,
    Conflict: _conflict,
    ChangedMeanwhile: _changed_meanwhile,
    HttpError: _http_error,
    Exception: _broken,
}


def build(rooms: Iterable[str]) -> Api:
    """The API of these rooms (dotted paths): `api.router` of each that has one, under /<room>/."""
    made = Api(
        title="Khuê Văn",
        version="1.0.0",
        description="Giao diện lập trình của nền tảng Khuê Văn. Lỗi theo RFC 9457 (application/problem+json).",
        auth=[AccessToken(), Session()],
        docs=Pages(),
        docs_decorator=public("The description of the interface holds no data."),
        urls_namespace="api",
    )
    for kind, handler in HANDLERS.items():
        made.add_exception_handler(kind, handler)
    for room in rooms:
        if find_spec(f"{room}.api") is not None:
            made.add_router(f"/{room.rsplit('.', 1)[-1]}", import_module(f"{room}.api").router)
    return made


def operations(of: NinjaAPI) -> Iterator[tuple[str, str, Operation]]:
    """(method, address, operation) of a whole API: `operation.view_func.gate` states its permission."""
    for bound in of._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, normalize_path(f"/{bound.prefix}/{path}"), operation
