from ..operations import ProtectRows

__all__ = ["ProtectRows"]
