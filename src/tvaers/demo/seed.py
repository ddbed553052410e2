"""One number makes the whole demonstration: ids, choices and texts all follow from it."""

import os
import random
from uuid import UUID, uuid5

NAMESPACE = UUID("0d5a6c1e-2013-4f0e-8a52-7d1f3b9c2e40")
SEED = int(os.environ.get("TVAERS_DEMO_SEED") or 2013)


def identified(noun: str, key: str) -> UUID:
    """Return the id of an invented thing, the same on every machine."""
    return uuid5(NAMESPACE, f"{SEED}/{noun}/{key}")


def dice(purpose: str, seed: int | None = None) -> random.Random:
    """Return a source of choices of its own for `purpose`, so that a new kind of data changes no other."""
    return random.Random(f"{SEED if seed is None else seed}/{purpose}")
