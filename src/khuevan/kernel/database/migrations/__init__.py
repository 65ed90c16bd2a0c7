from ..operations import CreateTable, ProtectRows, SearchRows, SearchRowsAnew

__all__ = ["CreateTable", "ProtectRows", "SearchRows", "SearchRowsAnew"]
