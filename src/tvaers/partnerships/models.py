"""The tables of organisations, units and memberships. All at work read them; functions write memberships."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.partnerships.enums import (
    RECEIVES_DISCLOSURES,
    MembershipState,
    OrganisationKind,
    Role,
    UnitKind,
    roles_in,
)


class Organisation(models.Model):
    """An authority, institution or association that takes part (organisation).

    is_host: keeps the lists of organisations and areas for all. mark: one letter shown beside its name.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    mark = models.CharField(max_length=2)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    phone = models.CharField(max_length=30, blank=True)
    is_host = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def receives_disclosures(self) -> bool:
        """Tell whether others may disclose to it under § 115 (R4)."""
        return self.kind in RECEIVES_DISCLOSURES


class Unit(models.Model):
    """A part of an organisation that keeps its own dossiers (enhed)."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One name once in an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_in_organisation")
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Membership(models.Model):
    """Somebody at work in one organisation (medlemskab): the actor of everything that is done.

    A person with two jobs has two memberships and acts for one at a time. roles: mask of enums.Role.
    reviewed_at, reviewed_by: when the roles were last looked at, and by whom (R21); who changes them has looked.
    version grows with each change of details, roles or units, so that two administrators lose nothing.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField()
    roles = models.IntegerField(default=0)
    units = models.ManyToManyField(Unit, through="UnitMembership", related_name="memberships")
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.INVITED)
    created_at = models.DateTimeField(db_default=Now())
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    left_at = models.DateTimeField(null=True)
    version = models.IntegerField(db_default=1)

    class Meta:
        """One membership in an organisation for each user."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once_in_organisation")
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the member has one of the roles."""
        return any(self.roles & role for role in roles)

    @property
    def role_list(self) -> list[Role]:
        """The roles, in the order of the list."""
        return roles_in(self.roles)


class UnitMembership(models.Model):
    """That somebody belongs to a unit."""

    table_class: ClassVar = TableClass.REFERENCE

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)

    class Meta:
        """Once in each unit."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["membership", "unit"], name="unit_membership_once")]


class Invitation(models.Model):
    """A letter to somebody new: a link that works once, until it runs out. Only the link's hash is kept."""

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE)
    token_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class FactorReset(models.Model):
    """A lost second factor: one administrator asks, another agrees, then it can be set up anew."""

    table_class: ClassVar = TableClass.ACCESS

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="factor_resets")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    agreed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", null=True)
    agreed_at = models.DateTimeField(null=True)
