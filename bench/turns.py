"""Asking processes in turn for the same thing, so that what slows the machine down for a while slows each of them."""

from typing import Any

from bench.talking import Told

ROUNDS, IN_A_ROUND = 12, 5
# Signing in hashes a password, which is meant to be slow.
FEWER = 2
Rounds = list[list[float]]


def done(each: Told, side: str, do: str, *arguments: object, rounds: int = 1) -> Any:  # noqa: ANN401 - what JSON holds
    """Have a process do something so many times; return what came of each."""
    return each.ask(side=side, do=do, rounds=rounds, **{"with": arguments})


def alternately(small: Told, large: Told, side: str, do: str, *arguments: object) -> tuple[Rounds, Rounds]:
    """Have both do something in turn, the first of them changing; return the seconds of each round."""
    rounds = ROUNDS // FEWER if do == "sign_in" else ROUNDS
    seconds: dict[Told, Rounds] = {small: [], large: []}
    for each in (small, large):
        done(each, side, do, *arguments, rounds=2)
    for number in range(rounds):
        for each in (small, large) if number % 2 else (large, small):
            seconds[each].append(done(each, side, do, *arguments, rounds=IN_A_ROUND))
    return seconds[small], seconds[large]


def flat(rounds: Rounds) -> list[float]:
    """Return the seconds of all rounds."""
    return [seconds for each in rounds for seconds in each]
