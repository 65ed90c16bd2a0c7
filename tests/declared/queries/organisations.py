"""Schools and points."""

_OPEN = "o.levels <> '{}' and o.opened_on <= %(on)s and coalesce(o.closed_on > %(on)s, true)"


def _kinds(*kinds: str) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"count(*) filter (where o.kind in ({listed}))"


def _share(condition: str) -> str:
    return f"100.0 * count(*) filter (where {condition}) / count(*)"


SCHOOLS = {
    "organisations.school:all": "count(*)",
    "organisations.school:nursery": _kinds("nursery"),
    "organisations.school:kindergarten": _kinds("preschool", "kindergarten"),
    "organisations.school:primary": _kinds("primary"),
    "organisations.school:lower_secondary": _kinds("lower_secondary"),
    "organisations.school:upper_secondary": _kinds("upper_secondary", "gifted"),
    "organisations.school:several_levels": _kinds("primary_lower", "lower_upper", "primary_lower_upper"),
    "organisations.school:ethnic": _kinds("ethnic_boarding", "ethnic_semi_boarding"),
    "organisations.school:special": _kinds("special"),
    "organisations.school:centre": _kinds("continuing", "vocational_continuing"),
    "organisations.school:teach_preschool": "count(*) filter (where o.levels @> '{preschool}')",
    "organisations.school:teach_primary": "count(*) filter (where o.levels @> '{primary}')",
    "organisations.school:teach_lower": "count(*) filter (where o.levels @> '{lower_secondary}')",
    "organisations.school:teach_upper": "count(*) filter (where o.levels @> '{upper_secondary}')",
    "organisations.school:teach_continuing": "count(*) filter (where o.levels @> '{continuing}')",
    "organisations.school:public_share": _share("o.ownership = 'public'"),
    "organisations.school:difficult_share": _share("o.difficulty <> ''"),
    "organisations.school:remote_share": _share("o.area in ('01', '04')"),
    "organisations.school:reachable_share": _share("o.phone || o.email <> ''"),
}
POINTS = {
    "organisations.point:all": "count(*)",
    "organisations.point:satellite": "count(*) filter (where not p.is_main)",
    "organisations.point:per_school": f"count(*)::float8 / (select count(*) from organisations_orgunit o where {_OPEN})",
    "organisations.point:median_distance":
        "percentile_cont(0.5) within group (order by p.distance_km) filter (where not p.is_main)",
}  # fmt: skip
BY_HAND = (
    (f"from organisations_orgunit o where {_OPEN}", SCHOOLS),
    (
        f"""from organisations_schoolpoint p where p.opened_on <= %(on)s and coalesce(p.closed_on > %(on)s, true)
        and p.school_id in (select o.id from organisations_orgunit o where {_OPEN})""",
        POINTS,
    ),
)
