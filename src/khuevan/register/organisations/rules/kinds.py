"""Kinds of unit: groups, levels they may teach, and which kind may stand under which."""

from __future__ import annotations

from collections.abc import Iterable

from ..choices import EducationLevel as L
from ..choices import UnitKind as K
from .sentences import Sentence, _

ADMINISTRATION = frozenset({K.MINISTRY, K.DEPARTMENT, K.DISTRICT_OFFICE, K.COMMUNE})
CENTRES = frozenset(
    {K.VOCATIONAL_CONTINUING, K.CONTINUING, K.COMMUNITY_LEARNING, K.LANGUAGE_IT, K.INCLUSION_SUPPORT}
)
SCHOOLS = frozenset(K) - ADMINISTRATION - CENTRES
INSTITUTIONS = SCHOOLS | CENTRES

# kind -> (levels it always has, levels it may have). Education Law 43/2019/QH14 art. 26, 33, 44, 61-62, 65.
_LEVELS: dict[K, tuple[frozenset[L], frozenset[L]]] = {
    K.PRESCHOOL: (frozenset({L.PRESCHOOL}), frozenset({L.PRESCHOOL})),
    K.KINDERGARTEN: (frozenset({L.PRESCHOOL}), frozenset({L.PRESCHOOL})),
    K.NURSERY: (frozenset({L.PRESCHOOL}), frozenset({L.PRESCHOOL})),
    K.PRESCHOOL_GROUP: (frozenset({L.PRESCHOOL}), frozenset({L.PRESCHOOL})),
    K.PRIMARY: (frozenset({L.PRIMARY}), frozenset({L.PRIMARY})),
    K.LOWER_SECONDARY: (frozenset({L.LOWER_SECONDARY}), frozenset({L.LOWER_SECONDARY})),
    K.UPPER_SECONDARY: (frozenset({L.UPPER_SECONDARY}), frozenset({L.UPPER_SECONDARY, L.CONTINUING})),
    K.PRIMARY_LOWER: (frozenset({L.PRIMARY, L.LOWER_SECONDARY}), frozenset({L.PRIMARY, L.LOWER_SECONDARY})),
    K.LOWER_UPPER: (
        frozenset({L.LOWER_SECONDARY, L.UPPER_SECONDARY}),
        frozenset({L.LOWER_SECONDARY, L.UPPER_SECONDARY}),
    ),
    # A private school of several levels often keeps a preschool too.
    K.PRIMARY_LOWER_UPPER: (
        frozenset({L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY}),
        frozenset({L.PRESCHOOL, L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY}),
    ),
    K.ETHNIC_BOARDING: (frozenset(), frozenset({L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY})),
    K.ETHNIC_SEMI_BOARDING: (frozenset(), frozenset({L.PRIMARY, L.LOWER_SECONDARY})),
    K.GIFTED: (frozenset({L.UPPER_SECONDARY}), frozenset({L.LOWER_SECONDARY, L.UPPER_SECONDARY})),
    K.SPECIAL: (frozenset(), frozenset({L.PRESCHOOL, L.PRIMARY, L.LOWER_SECONDARY, L.UPPER_SECONDARY})),
    K.VOCATIONAL_CONTINUING: (frozenset({L.CONTINUING}), frozenset({L.CONTINUING})),
    K.CONTINUING: (frozenset({L.CONTINUING}), frozenset({L.CONTINUING})),
    K.COMMUNITY_LEARNING: (frozenset({L.CONTINUING}), frozenset({L.CONTINUING})),
    K.LANGUAGE_IT: (frozenset({L.CONTINUING}), frozenset({L.CONTINUING})),
    K.INCLUSION_SUPPORT: (frozenset(), frozenset({L.PRESCHOOL, L.PRIMARY, L.LOWER_SECONDARY, L.CONTINUING})),
}

# kind of child -> kinds of body that it may stand under, at any date.
_PARENTS: dict[K, frozenset[K]] = {
    K.MINISTRY: frozenset(),
    K.DEPARTMENT: frozenset({K.MINISTRY}),
    K.DISTRICT_OFFICE: frozenset({K.DEPARTMENT}),
    K.COMMUNE: frozenset({K.DEPARTMENT}),
}
_INSTITUTION_PARENTS = frozenset({K.MINISTRY, K.DEPARTMENT, K.DISTRICT_OFFICE, K.COMMUNE})


def required_levels(kind: K) -> frozenset[L]:
    """Levels that the kind cannot be without; empty for administration."""
    return _LEVELS.get(kind, (frozenset(), frozenset()))[0]


def allowed_levels(kind: K) -> frozenset[L]:
    """Levels that the kind may teach; empty for administration."""
    return _LEVELS.get(kind, (frozenset(), frozenset()))[1]


def parent_kinds(kind: K) -> frozenset[K]:
    """Kinds of body under which a unit of this kind may stand."""
    return _PARENTS.get(kind, _INSTITUTION_PARENTS)


def highest_level(levels: Iterable[L]) -> L | None:
    """The highest level of general education, or continuing when there is nothing else, or None."""
    present = set(levels)
    for level in (L.UPPER_SECONDARY, L.LOWER_SECONDARY, L.PRIMARY, L.PRESCHOOL, L.CONTINUING):
        if level in present:
            return level
    return None


def level_refusals(kind: K, levels: Iterable[L]) -> tuple[Sentence, ...]:
    """Why this kind cannot have these levels; empty when it can."""
    present = frozenset(levels)
    required, allowed = required_levels(kind), allowed_levels(kind)
    params = {"kind": str(K(kind).label)}
    if kind in ADMINISTRATION:
        if present:
            return (Sentence("levels_not_taught", _("%(kind)s không trực tiếp dạy cấp học nào."), params),)
        return ()
    found: list[Sentence] = []
    if not present:
        found.append(Sentence("levels_missing", _("%(kind)s phải có ít nhất một cấp học."), params))
    for level in sorted(present - allowed):
        found.append(
            Sentence(
                "level_not_allowed",
                _("%(kind)s không dạy cấp %(level)s."),
                {**params, "level": str(L(level).label)},
            )
        )
    if present:
        for level in sorted(required - present):
            found.append(
                Sentence(
                    "level_required",
                    _("%(kind)s phải có cấp %(level)s."),
                    {**params, "level": str(L(level).label)},
                )
            )
    return tuple(found)
