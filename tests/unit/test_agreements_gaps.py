"""What the beginnings of annexes leave open is found, all of it, in both languages."""

import re
from pathlib import Path

import pytest

from tvaers.agreements.rules import GAP
from tvaers.web.agreements import beginnings

BEGUN = sorted(Path(beginnings.__file__).with_name("annex_texts").glob("*.txt"))


@pytest.mark.parametrize("path", BEGUN, ids=lambda path: path.name)
def test_every_gap_is_found(path):
    brackets = re.findall(r"\[[^]]*\]", path.read_text(encoding="utf-8"))
    assert brackets
    assert [each for each in brackets if not GAP.match(each)] == []


def test_what_stands_in_brackets_otherwise_is_none():
    assert not GAP.search("Skriv til dem [se side 4], og vurdér det. [assessed]")
