from ..operations import AuditRows

__all__ = ["AuditRows"]
