"""The tables of files: what is known of one, and its sealed content beside it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.files.enums import Size
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField

_KINDS = [(kind.value, kind.name) for kind in Kind]


class File(models.Model):
    """A file behind a dossier (fil). category: what it tells about, one bit of guard.enums.Category.

    digest: the SHA-256 of its content, sealed, for an open one would tell who has which file.
    stays: it never leaves the organisation that answers for the dossier, whatever of its category is shared.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    kind = models.CharField(max_length=4, choices=_KINDS)
    size = models.CharField(max_length=6, choices=Size.choices)
    title = SealedTextField()
    digest = SealedTextField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField(db_default=Now())
    stays = models.BooleanField(default=False, db_default=False)


class FileContent(models.Model):
    """The sealed content of a file; id is the file's, and dossier and category are too.

    Apart from it, so that whatever reads, logs or checks the file's row does not carry its megabytes along.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    category = models.IntegerField()
    content = models.BinaryField()


class OrganisationFile(models.Model):
    """A file of an organisation, such as an annex to an agreement; about no person.

    audience: the organisations that may read it too, until `until_at`, or as long as it is there.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    until_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=4, choices=_KINDS)
    size = models.CharField(max_length=6, choices=Size.choices)
    title = SealedTextField()
    digest = SealedTextField()
    added_by = models.UUIDField()
    added_at = models.DateTimeField(db_default=Now())


class OrganisationFileContent(models.Model):
    """The sealed content of an organisation's file; id is the file's."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, editable=False)
    content = models.BinaryField()
