from ..operations import CreateTable, ProtectRows, SearchRows

__all__ = ["CreateTable", "ProtectRows", "SearchRows"]
