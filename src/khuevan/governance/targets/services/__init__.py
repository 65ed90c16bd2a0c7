"""The acts of the room."""

from .adopting import adopt_plan, against, end_plan, publish_plan
from .amending import AmendmentOrder, ChangeOrder, amend_plan
from .drafting import (
    add_instrument,
    add_section,
    add_target,
    add_task,
    begin_plan,
    change_target,
    change_task,
    drop_draft,
    take_out,
)
from .following import follow_plans, measure_plans, measure_unit
from .importing import Imported, ImportOrder, import_lines, keep_table, warned_words
from .orders import InstrumentOrder, LineOrder, PlanOrder, SectionOrder, TargetOrder, TaskOrder
from .reporting import ReportOrder, report_target, report_task, see_notice

__all__ = [
    "AmendmentOrder",
    "ChangeOrder",
    "ImportOrder",
    "Imported",
    "InstrumentOrder",
    "LineOrder",
    "PlanOrder",
    "ReportOrder",
    "SectionOrder",
    "TargetOrder",
    "TaskOrder",
    "add_instrument",
    "add_section",
    "add_target",
    "add_task",
    "adopt_plan",
    "against",
    "amend_plan",
    "begin_plan",
    "change_target",
    "change_task",
    "drop_draft",
    "end_plan",
    "follow_plans",
    "import_lines",
    "keep_table",
    "measure_plans",
    "measure_unit",
    "publish_plan",
    "report_target",
    "report_task",
    "see_notice",
    "take_out",
    "warned_words",
]
