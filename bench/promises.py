"""How a promise is printed: its name, what was measured, what was promised, and whether it was kept."""

from collections.abc import Sequence
from statistics import median, quantiles

WIDTH = 52


def promise(name: str, measured: float, most: float, unit: str) -> bool:
    """Print one promise; return whether it was kept."""
    kept = measured <= most
    print(
        f"{name:{WIDTH}} {measured:8.2f} {unit:3} promise {most:6.1f} {unit:3} {'kept' if kept else 'short'}",
        flush=True,
    )
    return kept


def p50(seconds: Sequence[float]) -> float:
    """Return the median, in milliseconds."""
    return median(seconds) * 1000


def p95(seconds: Sequence[float]) -> float:
    """Return what nineteen of twenty stay below, in milliseconds."""
    return quantiles(seconds, n=20, method="inclusive")[-1] * 1000


def ratio(over: Sequence[Sequence[float]], under: Sequence[Sequence[float]]) -> float:
    """Return how much more `over` took than `under`: the median over rounds in which both were asked in turn.

    Each is a list of rounds, and a round a list of seconds. What slows the machine down for a while slows both.
    """
    return median(median(first) / median(second) for first, second in zip(over, under, strict=True))
