"""In what order a run's processes meet the tests: each begins with some of those that take long.

xdist gives each process an equal part of the list, in order; whoever is done takes from the end of another's. With all
that takes long at the head of the list one process would have it alone, and the others wait for that one at the end.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

Test = TypeVar("Test")


def ordered(
    tests: Sequence[Test], *, processes: int, is_long: Callable[[Test], bool], module: Callable[[Test], object]
) -> list[Test]:
    """The same tests; those of one module that take long stay together, for they share what took long to make."""
    heads: list[list[Test]] = [[] for _ in range(processes)]
    for number, together in enumerate(_by(module, filter(is_long, tests))):
        heads[number % processes].extend(together)
    rest = [each for each in tests if not is_long(each)]
    found: list[Test] = []
    for number, head in enumerate(heads):
        size = (len(tests) - len(found)) // (processes - number)
        short = max(0, size - len(head))
        found += [*head, *rest[:short]]
        rest = rest[short:]
    return found + rest


def _by(module: Callable[[Test], object], tests: Iterable[Test]) -> Iterable[list[Test]]:
    found: dict[object, list[Test]] = {}
    for each in tests:
        found.setdefault(module(each), []).append(each)
    return found.values()
