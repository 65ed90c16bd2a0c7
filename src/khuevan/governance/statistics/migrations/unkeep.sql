drop trigger statistics_keep on statistics_report;
drop function statistics_keep();
grant delete on statistics_report to khuevan_app;
