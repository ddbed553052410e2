"""Which building sentences fit whom.

A sentence may begin with what it is only for, then a bar: `school+absence,club|…` fits a concern from a school about
absence, and any from a club. What it can name: themes, kinds of reporter, municipalities, `child` and `adult`, and what
the module that holds the sentence says. A sentence without a bar fits everybody.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from random import Random

BAR = "|"


def fits(sentence: str, tags: AbstractSet[str]) -> bool:
    """Tell whether a sentence is for somebody with these tags."""
    only, bar, _ = sentence.partition(BAR)
    return not bar or any(set(choice.split("+")) <= tags for choice in only.split(","))


def plain(sentence: str) -> str:
    """Return the sentence without what it is only for."""
    only, bar, text = sentence.partition(BAR)
    return text if bar else only


def fitting(sentences: Iterable[str], tags: AbstractSet[str]) -> list[str]:
    """Return the sentences that fit, without what they are only for."""
    return [plain(sentence) for sentence in sentences if fits(sentence, tags)]


def joined(sentences: Sequence[str], slots: dict[str, str]) -> str:
    """Return one text in which the first sentence that begins with the person has the name, those after it the pronoun."""
    named = False
    found = []
    for sentence in sentences:
        rest = sentence.removeprefix("{name} ").removeprefix("{He} ")
        if rest != sentence:
            found.append(("{He} " if named else "{name} ") + rest)
            named = True
        else:
            found.append(sentence)
            named = named or "{name}" in sentence
    return " ".join(found).format(**slots)


def drawn(chance: Random, sentences: Iterable[str], tags: AbstractSet[str], count: int = 1) -> list[str]:
    """Draw some of the sentences that fit; fewer when there are not as many."""
    pool = fitting(sentences, tags)
    return chance.sample(pool, min(count, len(pool)))
