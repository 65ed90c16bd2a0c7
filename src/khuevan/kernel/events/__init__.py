"""News of the rooms: published when a transaction commits, delivered in order. See README.md."""

from .bus import Event, Subscription, courier, deliver, publish, subscribe, subscriptions

__all__ = ["Event", "Subscription", "courier", "deliver", "publish", "subscribe", "subscriptions"]
