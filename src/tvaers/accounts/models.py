"""The tables of accounts. A session's key is stored hashed: who steals the table steals no session."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their e-mail address."""


class User(AbstractBaseUser):
    """Somebody who signs in (bruger). What they may do hangs on their memberships, not here."""

    table_class: ClassVar = TableClass.ACCOUNT

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """Return the address."""
        return self.email


class Session(models.Model):
    """One signed-in browser. key_hash is SHA-256 of the cookie; data is sealed."""

    table_class: ClassVar = TableClass.ACCOUNT

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    data = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(db_index=True)
