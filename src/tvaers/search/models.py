"""The one table of search: which object is found by which word, and neither the word nor the text."""

from typing import ClassVar

from django.db import models

from tvaers.guard.classes import TableClass


class Posting(models.Model):
    """That an object is found by a word (søgeord); key is the word's stem, keyed.

    source: the table of the object. category: what its text tells about. narrow: not everybody who sees that category
    of the dossier sees the object, so the policy asks its own table. at: when the object was written. cutter: by which
    rules its text was cut into words (`words.CUTTER`).
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.BigAutoField(primary_key=True)
    dossier_id = models.UUIDField()
    category = models.IntegerField()
    source = models.CharField(max_length=40)
    object_id = models.UUIDField()
    narrow = models.BooleanField()
    at = models.DateTimeField()
    key = models.BinaryField(max_length=16)
    cutter = models.SmallIntegerField(db_default=1)

    class Meta:
        """Found by key within dossiers and beside another word, or newest first; taken away by object.

        Equality of bytes and ids is leakproof, so the indexes work behind the policy.
        """

        indexes: ClassVar = [
            models.Index(fields=["key", "dossier_id", "object_id"], name="posting_key_object"),
            models.Index(fields=["key", "-at"], name="posting_key_newest"),
            models.Index(fields=["dossier_id", "object_id"], name="posting_object"),
        ]
