"""Identifiers: opaque ones for what people share, ordered ones for what is only appended."""

import os
import uuid

from tvaers.foundation import clock


def opaque() -> uuid.UUID:
    """Return a random id (version 4) that tells neither when nor how many."""
    return uuid.uuid4()


def ordered() -> uuid.UUID:
    """Return an id that grows with time (version 7), so that appended rows stay together on disk."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def of_form(form: uuid.UUID, *about: object) -> uuid.UUID:
    """Return the id of what one form writes, always the same: sent twice, it meets its own row.

    about: who sends it and into what, so that nobody meets another's.
    """
    return uuid.uuid5(form, "|".join(map(str, about)))
