from ..operations import ProtectRows, SearchRows

__all__ = ["ProtectRows", "SearchRows"]
