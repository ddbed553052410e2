"""The tables of people. Everything that tells who somebody is, is sealed; tokens find without reading."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.people.enums import Knowledge, RevealReason, TokenKind
from tvaers.sharing.sealing import SealedTextField


class Person(models.Model):
    """Somebody an organisation has a reason to know (person); id is the dossier's id.

    born is the birthday, or only a year ("2010"), sealed like the rest. pronoun is how the person is spoken of.
    has_protected_address: name and address protection; the address then never leaves the owner.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    knowledge = models.CharField(max_length=12, choices=Knowledge.choices)
    name = SealedTextField()
    nickname = SealedTextField()
    description = SealedTextField()
    cpr = SealedTextField()
    born = SealedTextField()
    pronoun = SealedTextField()
    phone = SealedTextField()
    school = SealedTextField()
    language = SealedTextField()
    needs_interpreter = models.BooleanField(default=False)
    has_protected_address = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())


class Address(models.Model):
    """Where somebody lives; never shown outside the owner organisation, protected or not."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    street = SealedTextField()
    place = SealedTextField()


class Token(models.Model):
    """What finds a person without being readable: an HMAC of a number, a telephone or a name's sound and year.

    Not unique: a refused duplicate would tell that somebody is known.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.BigAutoField(primary_key=True)
    dossier_id = models.UUIDField(db_index=True)
    kind = models.PositiveSmallIntegerField(choices=TokenKind.choices)
    token = models.BinaryField(max_length=32)

    class Meta:
        """Found by its value; equality of bytes is leakproof, so the index works behind the policy."""

        indexes: ClassVar = [models.Index(fields=["token"], name="token_value")]


class Reveal(models.Model):
    """That somebody was shown a whole CPR number, and why (R16, R18)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    member_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    reason = models.CharField(max_length=14, choices=RevealReason.choices)
    words = SealedTextField()
