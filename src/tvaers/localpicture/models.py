"""The tables of the local picture. Nobody's name, nobody's number; what is told has an end, the rest goes with it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.areas.models import Area
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.localpicture.enums import AgeBand, BulletinKind, Certainty, FactKind, Level, SizeBand


def of_lists(name: str, **lists: type[models.TextChoices]) -> models.CheckConstraint:
    """Return the constraint that fields hold what their closed lists have: another word would break every page."""
    holds = models.Q()
    for field, choices in lists.items():
        how = "contained_by" if field == "ages" else "in"
        holds &= models.Q(**{f"{field}__{how}": choices.values})
    return models.CheckConstraint(condition=holds, name=name)


class Bulletin(models.Model):
    """What is going on in an area, for some days (melding).

    audience: the authorities that read it too, until expires_at. certainty: how its author knows. spot: where in the
    area. size, ages, anchors: of a group, roughly; what holds it up. is_lasting: it is a problemskabende
    ungegruppering, as its author sees it: for more than three months, in the street, with an unlawful identity.
    signal_id: the early notice that it answers, if any. picture_id: the file with a picture of the place, if any.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    by_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=BulletinKind.choices)
    certainty = models.CharField(max_length=10, choices=Certainty.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    spot = models.CharField(max_length=120, blank=True)
    happened_at = models.DateTimeField()
    title = models.CharField(max_length=90)
    text = models.CharField(max_length=1000, blank=True)
    size = models.CharField(max_length=6, choices=SizeBand.choices, blank=True)
    ages = ArrayField(models.CharField(max_length=6, choices=AgeBand.choices), default=list)
    anchors = models.CharField(max_length=400, blank=True)
    is_lasting = models.BooleanField(default=False)
    signal_id = models.UUIDField(null=True)
    picture_id = models.UUIDField(null=True)
    written_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """No numbers of persons, and words of the closed lists alone."""

        constraints: ClassVar = [
            without_numbers("bulletin_without_numbers", "title", "text", "spot", "anchors"),
            of_lists("bulletin_of_lists", kind=BulletinKind, certainty=Certainty, size=SizeBand, ages=AgeBand),
        ]


class BulletinNote(models.Model):
    """What became of it, by anybody who reads the bulletin (opfølgning). It goes where its bulletin goes."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    # The database erases it with its bulletin (migration 0002).
    bulletin = models.ForeignKey(Bulletin, on_delete=models.DO_NOTHING, db_constraint=False, related_name="notes")
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    text = models.CharField(max_length=600)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        """No numbers of persons."""

        constraints: ClassVar = [without_numbers("bulletin_note_without_numbers", "text")]


class BulletinThanks(models.Model):
    """That somebody could use it (tak): whoever tells something hears that it was read."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    # The database erases it with its bulletin (migration 0002).
    bulletin = models.ForeignKey(Bulletin, on_delete=models.DO_NOTHING, db_constraint=False, related_name="thanks")
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    thanked_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once each."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["bulletin", "by_id"], name="thanks_once")]


class AreaState(models.Model):
    """How an area is, put in one of three words by a named person, with the reason and an end (områdets tilstand).

    Nothing computes it. The last one that has not run out holds; said anew, the own organisation's former one ends.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    by_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=8, choices=Level.choices)
    reason = models.CharField(max_length=600)
    set_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        """No numbers of persons."""

        constraints: ClassVar = [
            without_numbers("area_state_without_numbers", "reason"),
            of_lists("area_state_of_lists", level=Level),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "-set_at"], name="area_state_newest")]


class AreaFact(models.Model):
    """What works in an area, what it offers and what is under way there (områdets ankre, tilbud og indsatser).

    contact: whom to ask, an office or a number that anybody may call; until expires_at somebody looks whether it holds.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    by_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=FactKind.choices)
    text = models.CharField(max_length=400)
    contact = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        """No numbers of persons."""

        constraints: ClassVar = [
            without_numbers("area_fact_without_numbers", "text", "contact"),
            of_lists("area_fact_of_lists", kind=FactKind),
        ]


class Subscription(models.Model):
    """What somebody wants to be told of (abonnement): an area with all in it, a kind, or both; None and "" for all."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=BulletinKind.choices, blank=True)

    class Meta:
        """Each once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by_id", "area", "kind"], name="subscription_once", nulls_distinct=False)
        ]


class LastLook(models.Model):
    """When somebody last read the local picture, so that what came since is marked; id is the member's.

    before: when the sitting before this one ended.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, editable=False)
    owner_id = models.UUIDField()
    looked_at = models.DateTimeField(db_default=Now())
    before = models.DateTimeField(null=True)
