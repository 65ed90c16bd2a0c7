drop trigger maturity_keep on maturity_assessment;
drop function maturity_keep();
drop trigger maturity_review_keep on maturity_review;
drop function maturity_review_keep();
grant update, delete on maturity_step to khuevan_app;
grant delete on maturity_assessment, maturity_evidence, maturity_appeal, maturity_edition, maturity_criterion to khuevan_app;
