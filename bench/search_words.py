"""Which words stand in how many objects of a world, and what is searched for: as long as this stays, worlds are kept.

A word by its share stands in more objects of a larger world, as words do. A word by number stands in as many of what
each reader reads in every world, so that a small one and a large one show as many results for it.
"""

import hashlib
from pathlib import Path

# How many of all objects each word stands in.
SHARES = {
    "fravær": 0.2,
    "klub": 0.1,
    "kiosk": 0.05,
    "knallert": 0.01,
    "skovhytte": 0.001,
    "hyldebær": 0.0001,
}
# In how many of the objects that the home municipality reads each word stands, and of those that the police read.
NUMBERS = {"solsort": 3, "rabarber": 11, "vandkande": 40}
# Beside them each object has some of many words that nobody searches for.
OTHERS, OF_OTHERS = 4, 50_000
SEARCHES = (
    "fravær",
    "solsort",
    "rabarber",
    "vandkande",
    "findesikke",
    "hyldebær",
    "fravær klub",
    "fravær knallert",
    "rabarber fravær",
    "hyldebær fravær",
    "fravær klub kiosk",
    "skovhytte knallert",
)


def fingerprint() -> str:
    """Return what the words of a world depend on."""
    here = Path(__file__)
    asker = here.with_name("search_asker.py")
    return hashlib.sha256(here.read_bytes() + asker.read_bytes()).hexdigest()
