"""What allauth asks us, where it lets us answer: the account, second factors, outside providers, the stages."""

from .account import AccountAdapter, SecondFactorAdapter
from .outside import OutsideAdapter

__all__ = ["AccountAdapter", "OutsideAdapter", "SecondFactorAdapter"]
