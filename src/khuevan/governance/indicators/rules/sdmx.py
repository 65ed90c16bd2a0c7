"""Public figures as SDMX-JSON 2.0.0 (SDMX 3.0): a data message, and the structures that it names.

Dimensions: the unit, one for each split ("_T" where it is not taken apart by it), the day. A withheld number has no value
and the status Q (suppressed) of the cross-domain list CL_OBS_STATUS; a ratio over nothing has M (missing).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

AGENCY = "KHUEVAN"
TOTAL = "_T"
SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)
STATUSES = (("A", "Giá trị bình thường"), ("Q", "Không công bố để bảo vệ cá nhân"), ("M", "Không có giá trị"))


@dataclass(frozen=True)
class Dimension:
    """codes: (id, name) in order, the total first where there is one."""

    id: str
    name: str
    codes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Observation:
    """where: a code of each dimension. value: None where withheld or missing."""

    where: Sequence[str]
    value: float | None
    is_withheld: bool = False


@dataclass(frozen=True)
class Flow:
    """What a message is about. flow_id: of the dataflow, of letters, digits, _ and -."""

    flow_id: str
    name: str
    unit: str
    decimals: int
    as_of: date
    prepared: datetime
    version: str
    dimensions: Sequence[Dimension]


def flow_id_of(code: str) -> str:
    """room.noun:word as an id of SDMX."""
    return code.replace(".", "_").replace(":", "-").upper()


def code_of(value: Any) -> str:
    """A value of a split as an id of SDMX; unknown ones are _U."""
    if value is None or value == "":
        return "_U"
    if isinstance(value, bool):
        return "Y" if value else "N"
    said = "".join(one if one.isascii() and (one.isalnum() or one in "_-$@") else "_" for one in str(value))
    return said or "_U"


def data_message(flow: Flow, observations: Iterable[Observation]) -> dict[str, Any]:
    """Flat: every dimension but the day stands with the observations."""
    places = [{code: place for place, (code, _name) in enumerate(one.codes)} for one in flow.dimensions]
    status = {code: place for place, (code, _name) in enumerate(STATUSES)}
    cells = {
        ":".join(str(found[code]) for found, code in zip(places, one.where, strict=True)): [
            one.value,
            status["Q" if one.is_withheld else "M" if one.value is None else "A"],
        ]
        for one in observations
    }
    day = flow.as_of.isoformat()
    return {
        "meta": _meta(flow, SCHEMA),
        "data": {
            "dataSets": [{"structure": 0, "action": "Information", "links": [_link("dataflow", flow)],
                          "attributes": [0, 0], "observations": cells}],
            "structures": [{
                "links": [_link("dataflow", flow)],
                "name": flow.name,
                "dataSets": [0],
                "dimensions": {
                    "dataSet": [{
                        "id": "TIME_PERIOD", "name": "Ngày của số liệu", "keyPosition": len(flow.dimensions),
                        "roles": ["TIME_PERIOD"], "values": [{"value": day}],
                    }],
                    "observation": [
                        {"id": one.id, "name": one.name, "keyPosition": place,
                         "values": [{"id": code, "name": name} for code, name in one.codes]}
                        for place, one in enumerate(flow.dimensions)
                    ],
                },
                "measures": {"observation": [{"id": "OBS_VALUE", "name": flow.name, "format": {"dataType": "Double"}}]},
                "attributes": {
                    "dataSet": [
                        {"id": "UNIT_MEASURE", "name": "Đơn vị tính", "relationship": {"dataflow": {}},
                         "values": [{"value": flow.unit}]},
                        {"id": "DECIMALS", "name": "Số chữ số thập phân", "relationship": {"dataflow": {}},
                         "values": [{"value": flow.decimals}]},
                    ],
                    "observation": [
                        {"id": "OBS_STATUS", "name": "Trạng thái", "relationship": {"observation": {}},
                         "values": [{"id": code, "name": name} for code, name in STATUSES]},
                    ],
                },
            }],
        },
    }  # fmt: skip


def structure_message(flow: Flow) -> dict[str, Any]:
    """The dataflow, its structure, the code lists and concepts that these name."""
    lists = [
        *((f"CL_{one.id}", one.name, one.codes) for one in flow.dimensions),
        ("CL_OBS_STATUS", "Trạng thái", STATUSES),
    ]
    concepts = [
        *((one.id, one.name) for one in flow.dimensions), ("TIME_PERIOD", "Ngày của số liệu"), ("OBS_VALUE", flow.name),
        ("OBS_STATUS", "Trạng thái"), ("UNIT_MEASURE", "Đơn vị tính"), ("DECIMALS", "Số chữ số thập phân"),
    ]  # fmt: skip
    scheme = f"{flow.flow_id}_CONCEPTS"
    artefact = {"agencyID": AGENCY, "version": flow.version}

    def concept(name: str) -> str:
        return f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={AGENCY}:{scheme}({flow.version}).{name}"

    def coded(name: str) -> dict[str, Any]:
        urn = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={AGENCY}:CL_{name}({flow.version})"
        return {"enumeration": urn}

    return {
        "meta": _meta(flow, SCHEMA.replace("data", "structure")),
        "data": {
            "dataflows": [{**artefact, "id": flow.flow_id, "name": flow.name, "structure": _urn("DataStructure", flow)}],
            "dataStructures": [{**artefact, "id": flow.flow_id, "name": flow.name, "dataStructureComponents": {
                "dimensionList": {
                    "id": "DimensionDescriptor",
                    "dimensions": [
                        {"id": one.id, "position": place, "conceptIdentity": concept(one.id),
                         "localRepresentation": coded(one.id)}
                        for place, one in enumerate(flow.dimensions)
                    ],
                    "timeDimension": {"id": "TIME_PERIOD", "conceptIdentity": concept("TIME_PERIOD"),
                                      "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}}},
                },
                "measureList": {"id": "MeasureDescriptor", "measures": [
                    {"id": "OBS_VALUE", "conceptIdentity": concept("OBS_VALUE"),
                     "localRepresentation": {"format": {"dataType": "Double"}}}]},
                "attributeList": {"id": "AttributeDescriptor", "attributes": [
                    {"id": "UNIT_MEASURE", "conceptIdentity": concept("UNIT_MEASURE"),
                     "attributeRelationship": {"dataflow": {}},
                     "localRepresentation": {"format": {"dataType": "String"}}},
                    {"id": "DECIMALS", "conceptIdentity": concept("DECIMALS"), "attributeRelationship": {"dataflow": {}},
                     "localRepresentation": {"format": {"dataType": "Integer"}}},
                    {"id": "OBS_STATUS", "conceptIdentity": concept("OBS_STATUS"),
                     "attributeRelationship": {"observation": {}}, "localRepresentation": coded("OBS_STATUS")}]},
            }}],
            "codelists": [{**artefact, "id": code, "name": name,
                           "codes": [{"id": one, "name": said} for one, said in codes]} for code, name, codes in lists],
            "conceptSchemes": [{**artefact, "id": scheme, "name": flow.name,
                                "concepts": [{"id": code, "name": name} for code, name in concepts]}],
        },
    }  # fmt: skip


def _meta(flow: Flow, schema: str) -> Mapping[str, Any]:
    return {
        "schema": schema, "id": f"{flow.flow_id}-{flow.as_of.isoformat()}", "prepared": flow.prepared.isoformat(),
        "test": False, "contentLanguages": ["vi"], "sender": {"id": AGENCY, "name": "Khuê Văn"},
    }  # fmt: skip


def _urn(kind: str, flow: Flow) -> str:
    package = "datastructure"
    return f"urn:sdmx:org.sdmx.infomodel.{package}.{kind}={AGENCY}:{flow.flow_id}({flow.version})"


def _link(rel: str, flow: Flow) -> dict[str, str]:
    return {"rel": rel, "urn": _urn("Dataflow", flow)}
