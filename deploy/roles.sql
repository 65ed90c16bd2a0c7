-- Roles and database on a province's own PostgreSQL, 15 or newer. Once, as its superuser:
--
--   psql -X -v ON_ERROR_STOP=1 -v owner_password='…' -v app_password='…' -f roles.sql postgres
--
-- May be run again: it makes what is missing and sets the passwords to those given.
-- khuevan_owner owns the tables: migrations, backup, restore.
-- khuevan_app   serves: row-level security holds for it because it neither owns nor is a superuser.
-- The names are fixed: policies in the migrations name them.

\set ON_ERROR_STOP on
\if :{?database} \else \set database khuevan \endif
\if :{?owner_password} \else \echo 'owner_password is missing' \quit \endif
\if :{?app_password} \else \echo 'app_password is missing' \quit \endif

select current_setting('server_version_num')::int < 150000 as too_old \gset
\if :too_old
  \echo 'PostgreSQL 15 or newer is needed'
  \quit
\endif

set password_encryption = 'scram-sha-256';

select format('create role %I login', name)
  from unnest(array['khuevan_owner', 'khuevan_app']) name
 where not exists (select from pg_roles where rolname = name) \gexec

alter role khuevan_owner nosuperuser nobypassrls nocreatedb nocreaterole noreplication login password :'owner_password';
alter role khuevan_app   nosuperuser nobypassrls nocreatedb nocreaterole noreplication login password :'app_password';

-- A query of a page that runs for a minute helps nobody; long work is done by jobs, in pieces.
alter role khuevan_app set statement_timeout = '120s';
alter role khuevan_app set idle_in_transaction_session_timeout = '60s';

-- Bytewise order: the Vietnamese one is a stored key, the same on every server.
select format('create database %I owner khuevan_owner template template0 encoding %L lc_collate %L lc_ctype %L',
              :'database', 'UTF8', 'C.UTF-8', 'C.UTF-8')
 where not exists (select from pg_database where datname = :'database') \gexec

revoke all on database :"database" from public;
grant connect, temporary on database :"database" to khuevan_app;

\connect :"database"

alter schema public owner to khuevan_owner;
revoke all on schema public from public;
grant usage on schema public to khuevan_app;
alter default privileges for role khuevan_owner in schema public
  grant select, insert, update, delete on tables to khuevan_app;
alter default privileges for role khuevan_owner in schema public grant usage, select on sequences to khuevan_app;
alter default privileges for role khuevan_owner in schema public grant execute on functions to khuevan_app;
