"""The districts and housing areas of the three municipalities, under their real names; no model is known here."""

# Municipality → district → housing areas in it. Names of places only; what happens there is invented.
PLACES: dict[str, dict[str, tuple[str, ...]]] = {
    "Gladsaxe": {
        "Bagsværd": ("Værebro Park",),
        "Buddinge": (),
        "Gladsaxe": ("Høje Gladsaxe", "Pileparken"),
        "Mørkhøj": ("Gyngemoseparken",),
        "Søborg": (),
        "Stengården": (),
    },
    "Herlev": {
        "Herlev Midt": ("Gammelgård",),
        "Hjortespring": ("Hjortegården",),
        "Eventyrkvarteret": (),
        "Lille Birkholm": ("Lille Birkholm",),
    },
    "Ballerup": {
        "Ballerup Midt": ("Hedeparken", "Magleparken"),
        "Baltorp": (),
        "Egebjerg": ("Egebjerggård",),
        "Grantoften": ("Grantoften",),
        "Måløv": (),
        "Pederstrup": (),
        "Skovlunde": (),
    },
}


def names_in(municipality: str) -> list[str]:
    """Return the districts and housing areas of a municipality, each name once."""
    districts = PLACES[municipality]
    names = [*districts, *(estate for estates in districts.values() for estate in estates)]
    return list(dict.fromkeys(names))
