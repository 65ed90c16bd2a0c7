drop trigger reports_keep on reports_report;
drop function reports_keep();
grant delete on reports_report to khuevan_app;
grant delete, update on reports_sectionversion to khuevan_app;
