"""Pages that were rendered and are kept in this process, to be shown again while they hold: see `everybody`, `again`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Weighty(Protocol):
    @property
    def weight(self) -> int:
        """Bytes."""
        ...


Page = TypeVar("Page", bound=Weighty)


class Shelf(Generic[Page]):
    """As many pages as `most` bytes hold; the one that was asked for longest ago makes room."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def found(self, key: Hashable) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        return page

    def put(self, key: Hashable, page: Page) -> None:
        """A page that would take more than an eighth of the room is not kept."""
        if page.weight > self.most // 8:
            return
        with self._lock:
            before = self._pages.pop(key, None)
            self._pages[key] = page
            self.weight += page.weight - (before.weight if before else 0)
            while self.weight > self.most:
                _gone, oldest = self._pages.popitem(last=False)
                self.weight -= oldest.weight

    def drop(self, key: Hashable) -> None:
        with self._lock:
            page = self._pages.pop(key, None)
            self.weight -= page.weight if page is not None else 0

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.weight = 0
