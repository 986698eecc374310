"""A bounded, thread-safe cache that forgets what was used longest ago."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """At most `size` values. What was being fetched while something was dropped is not kept, for it may be what was dropped."""

    def __init__(self, size: int) -> None:
        if size < 1:
            raise ValueError("a cache holds at least one value")
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()
        self.generation = 0

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """Return a value and mark it as just used."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V, *, generation: int) -> None:
        """Keep a value fetched since `generation` was read, unless something was dropped meanwhile."""
        with self._lock:
            if generation != self.generation:
                return
            self._values[key] = value
            self._values.move_to_end(key)
            if len(self._values) > self._size:
                self._values.popitem(last=False)

    def drop(self, unwanted: Callable[[K], bool]) -> None:
        """Drop every value whose key is unwanted."""
        with self._lock:
            self.generation += 1
            for key in [key for key in self._values if unwanted(key)]:
                del self._values[key]
