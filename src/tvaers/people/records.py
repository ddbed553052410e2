"""What is held about the people an organisation has a reason to know."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_about = partial(
    FieldRecord,
    personal=True,
    category="identity",
    ground="the task that the person is known for: crime prevention by public authorities (GDPR art. 6(1)(e))",
    retention="with the person's dossier; erased with its key",
    extract=True,
)
_number = partial(
    _about,
    ground="telling people apart (Danish Data Protection Act § 11); shown whole only with a reason (R16)",
)
_finding = partial(
    _about,
    ground="finding the right person without a readable list (GDPR art. 32)",
    extract=False,
)
_logged = partial(
    _about,
    ground="accountability for showing a CPR number (GDPR art. 5(2), R16, R18)",
)

RECORDS: Final = (
    _about("Person.knowledge"),
    _about("Person.name"),
    _about("Person.nickname"),
    _about("Person.description"),
    _number("Person.cpr"),
    _about("Person.born"),
    _about("Person.pronoun"),
    _about("Person.phone"),
    _about("Person.school"),
    _about("Person.language"),
    _about("Person.needs_interpreter"),
    _about("Person.has_protected_address"),
    _about("Person.version", extract=False, number=NumberKind.VERSION),
    _about("Person.created_at"),
    _about("Address.dossier_id", extract=False),
    _about("Address.street"),
    _about("Address.place"),
    _finding("Token.dossier_id"),
    _finding("Token.kind", number=NumberKind.CODE),
    _finding("Token.token"),
    _logged("Reveal.dossier_id", extract=False),
    _logged("Reveal.member_id", extract=False),
    _logged("Reveal.at"),
    _logged("Reveal.reason"),
    _logged("Reveal.words"),
)
