"""What sharing asks before anybody is served: that nothing is there which was erased (R23)."""

from collections.abc import Iterator
from uuid import UUID

from tvaers.foundation import keystore
from tvaers.guard import startup
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.sharing.sealing import DOSSIER_KEY


def erased_since(connection: startup.Connection) -> Iterator[str]:
    """Return a fault when the database holds a dossier whose key was deleted: then it is older than the key store."""
    erased = [UUID(key_id.removeprefix(DOSSIER_KEY)) for key_id in keystore.store().erased(starting=DOSSIER_KEY)]
    with startup.signed(connection, Claims(kind=ContextKind.SYSTEM, organisation=UUID(int=0))):
        row = connection.execute("SELECT guard.any_living(%s)", [erased]).fetchone()
    if row != (False,):
        yield (
            "The database holds dossiers that were erased: it comes from a backup that is older than an erasure. Erase"
            " them again before anybody is served: tvaers restore --finish"
        )


def register() -> None:
    """Have the start ask."""
    if erased_since not in startup.QUESTIONS:
        startup.QUESTIONS.append(erased_since)
