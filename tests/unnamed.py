"""Texts with and without names and numbers: one table for the server's rule and for the phone's, which must agree."""

import random

NUMBERS = (
    *("0101901234", "talte med 010190-1234 ved hallen", "010190 1234", "010190–1234", "010190 - 1234"),
    *("x3112999999y", "".join(chr(ord(sign) + 0xFEE0) for sign in "0101901234"), "٠١٠١٩٠-١٢٣٤"),
    *("010190.1234", "010190\n1234", "010190\u200b1234"),
    *("01.01.90-1234", "01 01 90 1234", "01/12/90 1234", "010190-12 34"),
)
NO_NUMBERS = (
    *("", "kl. 20.30-21.15", "ring 12 34 56 78", "2026-03-12 20:47", "12 unge, 30 voksne", "12345678"),
    *("39 57 00 01 eller 39 57 00 02", "+45 39570001", "39570001/39570002", "14.03.2026 kl. 21.30", "01.03-14.03.2026"),
)
NAMES = (
    ("Vi talte med Ali og hans bror.", ["Ali"]),
    ("Ali kom forbi. Han spurgte til boksning.", ["Ali"]),
    ("Der var seks, og Jonas Vestergaard gik først.", ["Jonas Vestergaard"]),
    ("Mødte igen Brian, og senere Brian og Oskar.", ["Brian", "Oskar"]),
    ("- Sagde hej til Mustafas fætter", ["Mustafas"]),
    ("Sofia og Nour. Hej Å, hej ÆØ og Øjvind-Bo!", ["Sofia", "Nour", "Øjvind-Bo"]),
)
NOBODY = (
    "Fyrværkeri i en papirkurv. Gik, da vi snakkede. To spurgte til boksning.",
    "Stille ved Kildevænget og på Bispevej, livligt i Værebroparken og bag Hjortegården.",
    "Unge fra Herlev og Ballerup mødtes ved Netto om Fredagen.",
    "Vi fulgtes med SSP, og DSB lukkede toget.\nNatteravnene var der. De spurgte, om I kommer igen.",
    "Talte om Snapchat, klubben: Hallen åbner i Mørkhøj.",
    "»Kom igen,« sagde de. Flere skriver på Instagram.",
)
_BITS = (
    *"Brian Ali Mustafas Jonas-Bo Vestergaard Netto Fredagen Hjortegården Tingbjæk DSB SSP O'Brien".split(),
    *"ÅSE İbo ǅem Ⅷ ß x² I i vi talte med ved hallen og 010190 1234 0101901234 31.12.99-9999 39570001".split(),
    *"kl. 20.30 ٠١٠١٩٠ – - — • » « ( ) . ! : ; ,".split(),
    *("\n", " ", "\u00a0", "\u200b", "\u0301", "'", "’", "-"),
)


def jumbled(number: int, seed: int = 7) -> list[str]:
    """Texts of bits that lie at the edges of the rules."""
    chance = random.Random(seed)
    return ["".join(chance.choice(_BITS) + chance.choice(("", " ", " ")) for _ in range(12)) for _ in range(number)]
