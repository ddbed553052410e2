"""Names, numbers and addresses of invented young people and their families.

A name says nothing about anything else: who has which name is drawn from a source of choices of its own.

Personal numbers are synthetic and can be nobody's, for two reasons that each would do: the serial begins with 99, the
very last of its series, which is not reached on any date; and the last digit never satisfies the old check by
modulus 11, which real numbers only fail on a few dates, all of them a 1 January, that are left out here. The form, the
date, the century and the parity are right, so that every check a program may make passes (a number without a valid
check digit is no error since 2007).

Telephone numbers begin with 01: no Danish subscriber's number begins with 0.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

GIRL, BOY = "girl", "boy"
SERIAL = "99"
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

# Given names and surnames that sound well together; the surnames are made up.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (
        "Noah William Oscar Lucas Malthe Elias Viggo August Villads Aksel Storm Bertram Tobias Marius Sebastian Mads",
        "Ida Clara Freja Alma Laura Sofia Josefine Signe Liva Astrid Vigga Mathilde Emilie Cecilie Maja Ronja",
        (
            "Vesterlyng Åbakke Klokkehøj Rosenkær Stjernholt Egevang Bøgekilde Sivdal Tornvig Ulvemose Havblik Enghoff-Strand"
            " Møllerup-Sø Skovhjerte Birkevig Lundekvist Kirsebæk Ahornsen Vindelev-Krog Strandhyld Fuglebo Mørkekær"
        ),
    ),
    (
        "Ali Omar Yusuf Hamza Bilal Karim Sami Zakaria Ibrahim Muhammad Mohamed Adam Rayan Khalid",
        "Fatima Amina Zaynab Mariam Salma Noor Yasmin Layla Huda Sara Iman Rania",
        "Al-Rashwani El Tahiri-Noor Qamarani Haddadin-Lys Zeytuni Al-Nahrawi Benhaloui Marzouqani Sahrani",
    ),
    (
        "Emre Can Deniz Mert Baran Kaan Serhat Azad",
        "Elif Zehra Ayla Defne Rojda Berfin Selin",
        "Yildizoren Demirbag Aksuyol Karadalli Toprakan Berfinzade Günesli",
    ),
    (
        "Hassan Danyal Usman Haroon Zain Arman Farid",
        "Aisha Hira Sana Mahnoor Parwana Shirin Zahra",
        "Kohistanwala Rahmanpuri Shahbagh Nooristan-Dal Golparvar Zamaniar",
    ),
    (
        "Abdirahman Liban Mahad Guled Yonis",
        "Hodan Ifrah Sagal Nasra Ayaan",
        "Warsamahle Xirsidaan Jimcaadle Cabdiwaal",
    ),
    (
        "Luka Stefan Damir Jakub Mateusz Viktor",
        "Mila Jelena Emina Zuzanna Alicja Oksana",
        "Zelenkovac Jarzebnik Malinovik Brezanski Kalinowicz-Bro",
    ),
    (
        "Minh Kavin Aruran Tenzin Malik Nuka",
        "Linh Anjali Tharani Dolma Aviaja Paninnguaq",
        "Pirathevan-Li Tranlund Sivakumarel Isfjordsen Lhamodal",
    ),
)
_WEIGHTS = (46, 20, 9, 8, 6, 6, 5)
STREETS = "Kastanjestien Lærkebuen Månestien Nordlysvej Opdigtervej Pjaltvej Regnbuestien Sommerfuglebuen Tusindfrydvej".split()


@dataclass(frozen=True)
class Name:
    """A given name, a surname, and which of the two pronouns goes with it."""

    given: str
    family: str
    gender: str

    @property
    def full(self) -> str:
        """Both."""
        return f"{self.given} {self.family}"

    @property
    def slots(self) -> dict[str, str]:
        """What the sentences need: the name, its pronouns, son or daughter, boy or girl."""
        he, him, his, son, boy = (
            ("hun", "hende", "hendes", "datteren", "pige")
            if self.gender == GIRL
            else ("han", "ham", "hans", "sønnen", "dreng")
        )
        return {"name": self.given, "he": he, "He": he.capitalize(), "him": him, "his": his, "son": son, "boy": boy}


def _surnames(text: str) -> list[str]:
    """Return the surnames of a list in which a second word belongs to an El or Al before it."""
    found: list[str] = []
    for word in text.split():
        if found and found[-1] == "El":
            found[-1] = f"El {word}"
        else:
            found.append(word)
    return found


def draw(chance: Random, gender: str) -> Name:
    """Draw a name."""
    boys, girls, surnames = chance.choices(_FAMILIES, _WEIGHTS)[0]
    given = chance.choice((girls if gender == GIRL else boys).split())
    return Name(given, chance.choice(_surnames(surnames)), gender)


def relative(chance: Random, of: Name, gender: str) -> Name:
    """Draw a name for somebody of the same family."""
    group = next(group for group in _FAMILIES if of.family in _surnames(group[2]))
    return Name(chance.choice((group[1] if gender == GIRL else group[0]).split()), of.family, gender)


def birth_date(chance: Random, age: int, today: date) -> date:
    """Return a day of birth for somebody who is `age` years old today, never a 1 January."""
    latest = _years_before(today, age)
    earliest = _years_before(today, age + 1) + timedelta(days=1)
    born = earliest + timedelta(days=chance.randrange((latest - earliest).days + 1))
    return born + timedelta(days=1) if (born.month, born.day) == (1, 1) else born


def _years_before(day: date, years: int) -> date:
    # A 29 February has its day on the 28th in other years.
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def modulus(number: str) -> int:
    """Return the remainder of the old check; 0 is what numbers before 2007 had."""
    return sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=True)) % 11


def personal_number(chance: Random, born: date, gender: str) -> str:
    """Return a synthetic number for the day and the sex: ten digits (see above why it is nobody's)."""
    start = f"{born:%d%m%y}{SERIAL}"
    parity = 0 if gender == GIRL else 1
    ends = [f"{end:02d}" for end in range(100) if end % 2 == parity]
    return chance.choice([start + end for end in ends if modulus(start + end) != 0])


def telephone(chance: Random) -> str:
    """Return a number that cannot ring."""
    return f"01 {chance.randrange(100):02d} {chance.randrange(100):02d} {chance.randrange(100):02d}"


def address(chance: Random) -> str:
    """Return a street that is not to be found, with a number."""
    floor = chance.choice(("", "", ", 1. tv.", ", 2. th.", ", st. tv.", ", 4. tv.", ", 7. th."))
    return f"{chance.choice(STREETS)} {chance.randint(1, 198)}{floor}"
