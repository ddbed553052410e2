"""Who reports a concern, and how: invented people at schools, clubs and homes, neighbours and the police."""

# kind → (title or relation as it is written, whether a professional)
REPORTERS: dict[str, tuple[str, ...]] = {
    "school": (
        "klasselærer",
        "trivselsvejleder",
        "viceskoleleder",
        "SSP-lærer",
        "idrætslærer",
        "skolepædagog",
        "sundhedsplejerske",
        "inklusionsvejleder",
    ),
    "club": ("klubpædagog", "klubleder", "træner", "musiklærer i ungdomsskolen", "fritidskonsulent"),
    "parent": ("mor", "far", "stedfar", "farmor", "storesøster", "plejemor"),
    "neighbour": ("nabo", "beboer i opgangen", "kioskejer", "butikschef", "buschauffør"),
    "police": ("lokalbetjent", "forebyggelsesbetjent", "politiassistent"),
    "housing": ("vicevært", "boligsocial medarbejder", "ejendomsmester"),
    "municipality": ("gademedarbejder", "familierådgiver", "UU-vejleder", "rusmiddelvejleder"),
    "probation": ("tilsynsførende", "konsulent i ungekriminalforsorgen"),
    "self": ("den unge selv",),
}
PROFESSIONAL = frozenset({"school", "club", "police", "housing", "municipality", "probation"})
CHANNELS: dict[str, tuple[str, ...]] = {
    "school": ("form", "email", "telephone", "meeting"),
    "club": ("telephone", "meeting", "email"),
    "parent": ("telephone", "in person", "email"),
    "neighbour": ("telephone", "letter", "email"),
    "police": ("meeting", "form", "telephone"),
    "housing": ("telephone", "email", "meeting"),
    "municipality": ("form", "meeting", "telephone"),
    "probation": ("form", "telephone"),
    "self": ("in person", "telephone"),
}
SCHOOLS: dict[str, tuple[str, ...]] = {
    "Gladsaxe": ("Lygtemoseskolen",),
    "Herlev": ("Skolen ved Mælkevejen",),
    "Ballerup": ("Tordenhøjskolen",),
}
CLUBS: dict[str, tuple[str, ...]] = {
    "Gladsaxe": ("Klub Fyrtårnet", "Boldklubben Månevang", "Ungdomsskolens værksted"),
    "Herlev": ("Klub Grønne Dør", "Herlevs Opdigtede Bokseklub", "Musikhuset Kvinten"),
    "Ballerup": ("Klub Trekløver", "Ungehuset Kompasnålen", "Skaterhallen Rullebrættet"),
}
# Relations whose word says the sex, so that the name agrees; of men there are "far" and "stedfar".
WOMEN = frozenset({"mor", "farmor", "storesøster", "plejemor"})
MEN = frozenset({"far", "stedfar"})
SPOTS = (
    "boldburet",
    "busstoppestedet",
    "kiosken",
    "legepladsen",
    "parkeringspladsen",
    "skaterbanen",
    "torvet",
    "cykelskuret",
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
TIMES = ("15.20", "16.45", "17.30", "18.10", "19.05", "19.50", "20.15", "20.40", "21.30", "22.05", "22.50")
