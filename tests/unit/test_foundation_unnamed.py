"""Texts that name nobody: what looks like a number, and what looks like a name."""

import pytest

from tvaers.foundation.unnamed import likely_names, looks_like_number


@pytest.mark.parametrize(
    "text",
    [
        *("0101901234", "talte med 010190-1234 ved hallen", "010190 1234", "010190–1234", "010190 - 1234"),
        *(
            "x3112999999y",
            "".join(chr(ord(sign) + 0xFEE0) for sign in "0101901234"),
            "٠١٠١٩٠-١٢٣٤",
            "010190.1234",
            "010190\n1234",
            "010190\u200b1234",
        ),
        *("01.01.90-1234", "01 01 90 1234", "01/12/90 1234", "010190-12 34"),
    ],
)
def test_what_looks_like_a_cpr_number(text: str) -> None:
    """With hyphen, space, dash or nothing, anywhere in the text."""
    assert looks_like_number(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "kl. 20.30-21.15", "ring 12 34 56 78", "2026-03-12 20:47", "12 unge, 30 voksne", "12345678"),
        *(
            "39 57 00 01 eller 39 57 00 02",
            "+45 39570001",
            "39570001/39570002",
            "14.03.2026 kl. 21.30",
            "01.03-14.03.2026",
        ),
    ],
)
def test_times_and_telephones_are_no_number(text: str) -> None:
    """What is written of an evening has digits too."""
    assert not looks_like_number(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vi talte med Ali og hans bror.", ["Ali"]),
        ("Ali kom forbi. Han spurgte til boksning.", ["Ali"]),
        ("Der var seks, og Jonas Vestergaard gik først.", ["Jonas Vestergaard"]),
        ("Mødte igen Brian, og senere Brian og Oskar.", ["Brian", "Oskar"]),
        ("- Sagde hej til Mustafas fætter", ["Mustafas"]),
    ],
)
def test_likely_names(text: str, names: list[str]) -> None:
    """A capital letter inside a sentence, and common first names anywhere."""
    assert likely_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Fyrværkeri i en papirkurv. Gik, da vi snakkede. To spurgte til boksning.",
        "Stille ved Kildevænget og på Bispevej, livligt i Værebroparken og bag Hjortegården.",
        "Unge fra Herlev og Ballerup mødtes ved Netto om Fredagen.",
        "Vi fulgtes med SSP, og DSB lukkede toget.\nNatteravnene var der. De spurgte, om I kommer igen.",
        "Talte om Snapchat, klubben: Hallen åbner i Mørkhøj.",
        "»Kom igen,« sagde de. Flere skriver på Instagram.",
    ],
)
def test_places_and_beginnings_are_no_names(text: str) -> None:
    """A warning on every line would be read by nobody."""
    assert likely_names(text) == []


def test_areas_of_the_database_are_known() -> None:
    """What an area is called names nobody."""
    assert likely_names("Mange ved Tingbjæk i aften.") == ["Tingbjæk"]
    assert likely_names("Mange ved Tingbjæk i aften.", known=frozenset({"tingbjæk"})) == []
