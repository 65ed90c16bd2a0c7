"""Roles and databases: what has to exist before the first migration. Idempotent; run by the administrator."""

from __future__ import annotations

import psycopg
from psycopg import sql

from .address import Addresses, Login

_LOCK = 20260


def prepare(addresses: Addresses) -> None:
    """Makes the roles and the database of `addresses.app.name`. Does nothing on a prepared server."""
    if addresses.admin is None:
        return
    with psycopg.connect(**addresses.admin.libpq(), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        _role(connection, addresses.owner)
        _role(connection, addresses.app)
        connection.execute(
            sql.SQL("grant {} to {}").format(sql.Identifier(addresses.owner.user), sql.SQL("current_user"))
        )
        create_database(connection, addresses)
    allow_application(addresses)


def create_database(
    connection: psycopg.Connection, addresses: Addresses, *, template: str = "template0"
) -> bool:
    """True if the database was made, False if it was there. Bytewise order: ours is a stored sort key."""
    name = addresses.app.name
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return False
    statement = "create database {} owner {} template {}"
    if template == "template0":
        statement += " encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
    connection.execute(
        sql.SQL(statement).format(
            sql.Identifier(name), sql.Identifier(addresses.owner.user), sql.Identifier(template)
        )
    )
    return True


def drop_database(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def allow_application(addresses: Addresses) -> None:
    """What the owner makes from now on, the application may read and write, but never define."""
    assert addresses.admin is not None
    with psycopg.connect(
        **Login(**{**addresses.admin.__dict__, "name": addresses.app.name}).libpq(), autocommit=True
    ) as connection:
        owner, app = sql.Identifier(addresses.owner.user), sql.Identifier(addresses.app.user)
        for statement in (
            "alter schema public owner to {owner}",
            "revoke create on schema public from public",
            "grant usage on schema public to {app}",
            "alter default privileges for role {owner} in schema public"
            " grant select, insert, update, delete on tables to {app}",
            "alter default privileges for role {owner} in schema public grant usage, select on sequences to {app}",
            "alter default privileges for role {owner} in schema public grant execute on functions to {app}",
        ):
            connection.execute(sql.SQL(statement).format(owner=owner, app=app))


def _role(connection: psycopg.Connection, login: Login) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [login.user]).fetchone()
    verb = "alter" if known else "create"
    statement = f"{verb} role {{}} login nosuperuser nobypassrls nocreatedb nocreaterole"
    if login.password:
        statement += " password {}"
        composed = sql.SQL(statement).format(sql.Identifier(login.user), sql.Literal(login.password))
    else:
        composed = sql.SQL(statement).format(sql.Identifier(login.user))
    connection.execute(composed)
