drop trigger inspections_minutes_keep on inspections_minutes;
drop function inspections_minutes_keep();
drop trigger inspections_plan_keep on inspections_plan;
drop function inspections_plan_keep();
drop trigger inspections_candidate_keep on inspections_candidate;
drop function inspections_candidate_keep();
grant delete on inspections_plan, inspections_visit, inspections_minutes, inspections_answer, inspections_photo
    to khuevan_app;
