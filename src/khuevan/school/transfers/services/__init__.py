"""The acts of a transfer. Each decides, checks the rules, saves, records and tells."""

from .answering import accept_transfer, refuse_transfer, withdraw_transfer
from .moving import place_learner, release_learner
from .requesting import Found, Order, look_for_learner, request_transfer

__all__ = [
    "Found",
    "Order",
    "accept_transfer",
    "look_for_learner",
    "place_learner",
    "refuse_transfer",
    "release_learner",
    "request_transfer",
    "withdraw_transfer",
]
