"""People over HTTP: /api/v1/people/. Everything within the caller's scope; sensitive fields never in lists.

No postponed annotations here: the gate wraps the operations, and ninja reads the annotations as they stand.
"""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema, Status

from khuevan.kernel import clock
from khuevan.kernel.access import Actor, Reach, requires
from khuevan.kernel.records.errors import Invalid
from khuevan.kernel.records.keys import LARGEST, by_key
from khuevan.register.organisations import queries as organisations

from . import choices, queries, services
from .models import Person
from .permissions import MERGE_PEOPLE, REGISTER_PERSON, UNCOVER_FIELD, VIEW_PEOPLE
from .rules import PersonFacts, parse_birth_date
from .services.errors import say

router = Router(tags=["people"])


class PersonOut(Schema):
    """A person without anything sensitive; `born` is dd/mm/yyyy, mm/yyyy or yyyy, as far as it is known."""

    id: int
    full_name: str
    born: str
    sex: str
    sector_id: str
    has_number: bool
    number_is_doubtful: bool


class PeopleOut(Schema):
    """A page in Vietnamese order. `total` is counted to 1,000 (200 with `q`); ask again with `after`."""

    items: list[PersonOut]
    total: int
    is_capped: bool
    after: str


class PeopleIn(Schema):
    q: str = Field("", max_length=200)
    kind: str = ""
    sex: str = ""
    born_year: int | None = Field(None, ge=1900, le=2100)
    number: str = ""
    unit: int | None = Field(None, ge=1, le=LARGEST)
    after: str = Field("", max_length=320)
    size: int = Field(50, ge=1, le=200)


class AffiliationOut(Schema):
    unit_id: int
    kind: str
    title: str
    valid_from: date
    valid_until: date | None


class PersonWithAffiliationsOut(PersonOut):
    affiliations: list[AffiliationOut]


class RegisterIn(Schema):
    """`born` as people write it. `confirmed`: save although something is doubtful."""

    full_name: str = Field(max_length=200)
    unit_id: int = Field(ge=1, le=LARGEST)
    kind: str
    title: str = Field("", max_length=120)
    valid_from: date | None = None
    born: str = Field("", max_length=30)
    sex: str = ""
    national_id: str = Field("", max_length=30)
    sector_id: str = Field("", max_length=30)
    ethnicity: str = ""
    religion: str = ""
    birthplace: str = Field("", max_length=250)
    permanent_address: str = Field("", max_length=250)
    current_address: str = Field("", max_length=250)
    phone: str = Field("", max_length=30)
    email: str = Field("", max_length=254)
    confirmed: bool = False


class LookIn(Schema):
    why: str = Field(min_length=3, max_length=300)


class FieldOut(Schema):
    field: str
    value: str


class MergeIn(Schema):
    """`fields`: field -> "gone" where the other record's value survives. `digest`: of the plan that was seen."""

    kept_id: int = Field(ge=1, le=LARGEST)
    gone_id: int = Field(ge=1, le=LARGEST)
    fields: dict[str, str] = {}
    answers: dict[str, str] = {}
    why: str = Field("", max_length=500)
    digest: str = Field("", max_length=64)


class QuestionOut(Schema):
    code: str
    text: str
    options: dict[str, str]
    answer: str


class PlanOut(Schema):
    digest: str
    is_ready: bool
    steps: list[str]
    questions: list[QuestionOut]
    refusals: list[str]
    differing: list[str]


class MergeOut(Schema):
    id: int
    kept_id: int
    gone_id: int
    merged_by: str


class UndoIn(Schema):
    why: str = Field(min_length=3, max_length=500)


class UndoneOut(Schema):
    rows: int
    lost: list[str]
    later: dict[str, int]


@router.get("/", response=PeopleOut, summary="Danh sách người")
@requires(VIEW_PEOPLE)
def people(request: HttpRequest, wanted: Query[PeopleIn]) -> PeopleOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _known("kind", wanted.kind, choices.AffiliationKind.values)
    _known("sex", wanted.sex, [*choices.Sex.values, "unknown"])
    _known("number", wanted.number, ["missing", "doubtful", "present"])
    unit: Reach | None = None
    if wanted.unit is not None:
        seen = organisations.names([wanted.unit])
        unit = organisations.descendants(wanted.unit) if seen else Reach.nothing()
    page = queries.people(
        actor,
        queries.PeopleFilter(
            text=wanted.q,
            kind=wanted.kind,
            sex=wanted.sex,
            born_year=wanted.born_year,
            number=wanted.number,
            unit=unit,
        ),
        after=wanted.after,
        size=wanted.size,
    )
    items = [PersonOut.from_orm(row) for row in page.rows]
    return PeopleOut(items=items, total=page.total, is_capped=page.is_capped, after=page.after)


@router.post("/merges/plan", response=PlanOut, summary="Xem trước việc gộp hai hồ sơ")
@requires(MERGE_PEOPLE)
def plan_merge(request: HttpRequest, given: MergeIn) -> PlanOut:
    """What would be done; every question needs an answer before the merge with this `digest` is done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = _order(actor, given)
    plan = services.plan_merge(actor=actor, order=order, on=clock.today())
    return PlanOut(
        digest=plan.digest,
        is_ready=plan.is_ready,
        steps=[step.said for step in plan.steps],
        questions=[
            QuestionOut(code=one.code, text=one.text, options=dict(one.options), answer=one.answer)
            for one in plan.questions
        ],
        refusals=list(plan.refusals),
        differing=[one.name for one in plan.fields if one.is_choice],
    )


@router.post("/merges", response={201: MergeOut}, summary="Gộp hai hồ sơ")
@requires(MERGE_PEOPLE)
def merge(request: HttpRequest, given: MergeIn) -> Status:
    """409 where the plan is no longer the one of the `digest`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    order = _order(actor, given)
    done = services.merge_people(actor=actor, at=clock.now(), order=order, digest=given.digest)
    return Status(201, MergeOut.from_orm(done))


@router.post("/merges/{merge_id}/undo", response=UndoneOut, summary="Tách hồ sơ đã gộp")
@requires(MERGE_PEOPLE)
def undo_merge(request: HttpRequest, merge_id: int, given: UndoIn) -> UndoneOut:
    """What could not be put back, because it was changed after the merge, is named."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = by_key(queries.merges_seen(), merge_id)
    if found is None:
        raise Http404
    undone = services.undo_merge(actor=actor, at=clock.now(), merge=found, why=given.why)
    return UndoneOut(
        rows=undone.rows,
        lost=[loss.column for loss in undone.losses],
        later=dict(undone.later),
    )


@router.get("/{person_id}", response=PersonWithAffiliationsOut, summary="Một người")
@requires(VIEW_PEOPLE)
def person(request: HttpRequest, person_id: int) -> PersonWithAffiliationsOut:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return _out(queries.person_for(actor, person_id))


@router.post("/", response={201: PersonWithAffiliationsOut}, summary="Lập hồ sơ")
@requires(REGISTER_PERSON)
def register(request: HttpRequest, given: RegisterIn) -> Status:
    """422 with a sentence for each field when something is wrong, or doubtful and not confirmed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _known("kind", given.kind, [kind for kind, _label in choices.REAL_KINDS], required=True)
    _known("sex", given.sex, choices.Sex.values)
    _known("ethnicity", given.ethnicity, list(choices.ETHNIC_GROUPS))
    _known("religion", given.religion, list(choices.RELIGIONS))
    born, findings = parse_birth_date(given.born, on=clock.today())
    if findings:
        raise Invalid({"born": say(findings[0])})
    facts = PersonFacts(
        born=born,
        **given.dict(exclude={"unit_id", "kind", "title", "valid_from", "born", "confirmed"}),
    )
    made = services.register_person(
        actor=actor,
        at=clock.now(),
        facts=facts,
        unit_id=given.unit_id,
        kind=given.kind,
        title=given.title,
        valid_from=given.valid_from,
        confirmed=given.confirmed,
    )
    return Status(201, _out(made))


@router.post("/{person_id}/uncover/{field}", response=FieldOut, summary="Xem một thông tin nhạy cảm")
@requires(UNCOVER_FIELD)
def uncover(request: HttpRequest, person_id: int, field: str, given: LookIn) -> FieldOut:
    """The look and the reason go into the audit log before the value is given."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    _known("field", field, list(services.SENSITIVE_FIELDS), required=True)
    found = queries.person_for(actor, person_id)
    value = services.uncover(actor=actor, at=clock.now(), person=found, field=field, why=given.why)
    return FieldOut(field=field, value=value)


def _order(actor: Actor, given: MergeIn) -> services.Order:
    """The order of the caller, of two people whom they see. Raises Http404."""
    for person_id in (given.kept_id, given.gone_id):
        queries.person_for(actor, person_id, MERGE_PEOPLE)
    return services.Order(given.kept_id, given.gone_id, given.fields, given.answers, given.why)


def _known(name: str, value: str, values: list[str], *, required: bool = False) -> None:
    """Raises Invalid for a code outside its list."""
    if value not in values and (value or required):
        raise Invalid({name: f"{value!r}: {', '.join(values)}"})


def _out(found: Person) -> PersonWithAffiliationsOut:
    return PersonWithAffiliationsOut(
        id=found.pk,
        full_name=found.full_name,
        born=str(found.born or ""),
        sex=found.sex,
        sector_id=found.sector_id,
        has_number=bool(found.national_id),
        number_is_doubtful=found.number_is_doubtful,
        affiliations=[
            AffiliationOut.from_orm(held) for held in found.affiliations.order_by("valid_from", "id")
        ],
    )
