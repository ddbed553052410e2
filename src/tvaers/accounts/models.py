"""The tables of accounts. A session's key is stored hashed: who steals the table steals no session."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass

# All other columns are written by functions of the database alone.
WRITTEN = ("password", "last_login")


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

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write what an account's owner may change; the database takes nothing else, and no new account."""
        super().save(*args, update_fields=WRITTEN if update_fields is None else update_fields, **options)


class Session(models.Model):
    """One signed-in browser. key_hash is SHA-256 of the cookie; data is sealed.

    factor_at, factor_kind: when, and which, second factor was last shown in it; none after a recovery code.
    """

    table_class: ClassVar = TableClass.ACCOUNT

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    data = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(db_index=True)
    factor_at = models.DateTimeField(null=True)
    factor_kind = models.CharField(max_length=8, db_default="")
