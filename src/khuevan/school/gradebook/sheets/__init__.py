"""Results of classes as workbooks: primary, lower secondary, upper secondary."""

from .primary import RESULTS
from .secondary import LOWER_RESULTS, UPPER_RESULTS

__all__ = ["LOWER_RESULTS", "RESULTS", "UPPER_RESULTS"]
