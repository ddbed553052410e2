"""What can be searched: apps above say which texts of theirs are found, and how one is told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from tvaers.guard.enums import Category
from tvaers.sharing.sealing import open_rows


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table whose rows have texts that are found.

    group, label: what the filter calls it, together with others. kind: what one row is called. texts: its sealed
    columns. at: the column that says when it was written. category: what the texts tell about, or the column that says
    so. narrow: whether a row is for fewer than all who see that category, or the column that says so; as the migration
    says (`policies.searchable`). dossier: the column with the dossier. columns: further ones that a page needs.
    rows: those that are ready to be found. read: what is found of an opened row, where that is not its texts as they
    stand.
    """

    model: type[Model]
    group: str
    label: str | Promise
    kind: str | Promise
    texts: tuple[str, ...]
    at: str
    category: Category | str
    narrow: bool | str = False
    dossier: str = "dossier_id"
    columns: tuple[str, ...] = ()
    rows: Callable[[], QuerySet[Any]] | None = None
    read: Callable[[Mapping[str, Any]], Iterable[str]] | None = None

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.model._meta.db_table

    def ready(self) -> QuerySet[Any]:
        """Return the rows that are found, as far as the asker sees them."""
        return self.rows() if self.rows else self.model._default_manager.all()

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that a found row is read with."""
        told = [name for name in (self.category, self.narrow) if isinstance(name, str)]
        return tuple(dict.fromkeys(("id", self.dossier, self.at, *told, *self.columns, *self.texts)))

    def opened(self, rows: Iterable[Any]) -> list[dict[str, Any]]:
        """Open rows of `fields` in place, and return them."""
        return open_rows(self.model, rows, self.texts, dossier=self.dossier)

    def said(self, row: Mapping[str, Any]) -> list[str]:
        """Return what an opened row says, as texts."""
        texts = self.read(row) if self.read else (row[name] for name in self.texts)
        return [text for text in texts if text]

    def category_of(self, row: Mapping[str, Any]) -> Category:
        """Return what a row tells about."""
        return Category(row[self.category] if isinstance(self.category, str) else self.category)

    def is_narrow(self, row: Mapping[str, Any]) -> bool:
        """Tell whether a row is for fewer than all who see its category."""
        return bool(row[self.narrow] if isinstance(self.narrow, str) else self.narrow)


_sources: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Let rows of these tables be found; a table registered again replaces the former."""
    _sources.update({source.table: source for source in sources})


def all_sources() -> dict[str, Source]:
    """Return what can be searched, by table, in the order it was registered."""
    return dict(_sources)


def of(model: type[Model]) -> Source:
    """Return how rows of a table are found. Raises KeyError."""
    return _sources[model._meta.db_table]


def groups() -> dict[str, str | Promise]:
    """Return what a search can be narrowed to, by name and label."""
    found: dict[str, str | Promise] = {}
    for source in _sources.values():
        found.setdefault(source.group, source.label)
    return found
