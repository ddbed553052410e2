"""Two people who change the same few fields at the same time: neither overwrites the other unseen."""

from collections.abc import Mapping


class ClashError(Exception):
    """Both changed the same field, each to something else; nothing was saved."""


def clashes(*, seen: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, object]) -> set[str]:
    """Return the fields that others have changed since, and that were then typed otherwise than either.

    seen: what stood there when typing began; a field that is missing in it counts as unchanged by others.
    """
    return {name for name, text in typed.items() if seen.get(name, now[name]) != now[name] != text != seen[name]}


def settled(*, seen: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, object]) -> dict[str, str]:
    """Return what is to be saved: what was typed, and what others changed and the typist left alone.

    Raises ClashError.
    """
    if clashes(seen=seen, typed=typed, now=now):
        raise ClashError
    return {name: str(now[name]) if text == seen.get(name) else text for name, text in typed.items()}
