"""What tests of every room share: actors, clients, query counts, the running platform, the browser."""

from .actors import actor, client_for
from .queries import assert_queries, tables_read

__all__ = ["actor", "assert_queries", "client_for", "tables_read"]
