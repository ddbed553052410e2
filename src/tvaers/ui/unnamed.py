"""A form whose texts name nobody: for what is read by many and is about no person."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation.unnamed import likely_names, looks_like_number
from tvaers.ui.fields import Once
from tvaers.ui.forms import TextField


class NamesNobody(Once):
    """A form whose texts name nobody: a number is refused, and what looks like a name is asked about once."""

    TEXTS: tuple[str, ...] = ()
    NUMBER_FOUND: str | Promise = gettext_lazy("This looks like a CPR number. Take it out: nobody is named here.")

    no_persons = TextField(label=gettext_lazy("Names"), required=False)

    def __init__(self, *args: Any, known: frozenset[str] = frozenset(), **options: Any) -> None:
        """known: words that name nobody, such as the areas' names, in small letters."""
        super().__init__(*args, **options)
        self.known = known
        self.names: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Refuse numbers at their field, and names that the author has not said are none."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.TEXTS:
            if looks_like_number(typed.get(name) or ""):
                self.add_error(name, str(self.NUMBER_FOUND))
        found = [each for name in self.TEXTS for each in likely_names(typed.get(name) or "", known=self.known)]
        self.names = list(dict.fromkeys(found))
        if not self.is_confirmed:
            self.add_error("no_persons", _("Look at these words once more. If they name a person, take them out."))
        return typed

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the author has said of all these words that they are no names."""
        said = set((self.data.get("no_persons") or "").split("|"))
        return not set(self.names) - said

    @property
    def asked(self) -> str:
        """What is confirmed when the box is ticked."""
        return "|".join(self.names)
