"""A number in another form is refused too, and a word that is in none of the closed lists."""

from typing import ClassVar

from django.db import migrations, models

# tvaers.foundation.unnamed.NUMBER, as it was when this was written.
DIGIT = r"[0-9\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]"
DASH = r" \u00a0\u2010-\u2015\u2212-"
BETWEEN = r"[\s./_\u00ad\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3000\ufeff" + DASH + "]"
# Not 00.
SOME = r"(?:[0\u0660\u06f0\uff10][1-9\u0661-\u0669\u06f1-\u06f9\uff11-\uff19]"
DAY = SOME + r"|[1-9\u0661-\u0669\u06f1-\u06f9\uff11-\uff19]" + DIGIT + ")"
MONTH = SOME + r"|[1\u0661\u06f1\uff11][0-2\u0660-\u0662\u06f0-\u06f2\uff10-\uff12])"
NUMBER = (
    f"{DIGIT}{{6}}[{DASH}]{{0,3}}{DIGIT}{{2}}[{DASH}]?{DIGIT}{{2}}"
    f"|{DAY}{BETWEEN}{{0,2}}{MONTH}{BETWEEN}{{0,2}}{DIGIT}{{2}}{BETWEEN}{{0,3}}{DIGIT}{{4}}"
)
TEXTS = {
    "areafact": ("area_fact", ("text", "contact")),
    "areastate": ("area_state", ("reason",)),
    "bulletin": ("bulletin", ("title", "text", "spot", "anchors")),
    "bulletinnote": ("bulletin_note", ("text",)),
}
LISTS = {
    "areafact": ("area_fact_of_lists", {"kind__in": ["anchor", "offer", "effort"]}),
    "areastate": ("area_state_of_lists", {"level__in": ["calm", "tense", "conflict"]}),
    "bulletin": (
        "bulletin_of_lists",
        {
            "kind__in": ["mood", "gathering", "conflict", "damage", "place", "good", "other"],
            "certainty__in": ["observed", "estimated", "told"],
            "size__in": ["", "1-4", "5-9", "10-19", "20-49", "50+"],
            "ages__contained_by": ["0-11", "12-14", "15-17", "18-24", "25+"],
        },
    ),
}


def without_numbers(name: str, fields: tuple[str, ...]) -> models.CheckConstraint:
    holds = models.Q()
    for field in fields:
        holds |= models.Q(**{f"{field}__regex": NUMBER})
    return models.CheckConstraint(condition=~holds, name=f"{name}_without_numbers")


def of_lists(name: str, lists: dict[str, list[str]]) -> models.CheckConstraint:
    holds = models.Q()
    for field, values in lists.items():
        holds &= models.Q(**{field: values})
    return models.CheckConstraint(condition=holds, name=name)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("localpicture", "0004_announced")]
    operations: ClassVar = [
        *(migrations.RemoveConstraint(model, f"{name}_without_numbers") for model, (name, _fields) in TEXTS.items()),
        *(migrations.AddConstraint(model, without_numbers(name, fields)) for model, (name, fields) in TEXTS.items()),
        *(migrations.AddConstraint(model, of_lists(name, lists)) for model, (name, lists) in LISTS.items()),
    ]
