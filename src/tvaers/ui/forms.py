"""Forms in the look of dkfds: the renderer, the error list and a date in three fields.

Setting: `FORM_RENDERER = "tvaers.ui.forms.FormRenderer"`. A form is then `{{ form }}`, a field
`{{ form.name.as_field_group }}`, and the page's first line `{% include "ui/error_summary.html" %}`.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.template.backends.django import DjangoTemplates as Backend
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from tvaers.foundation.meanwhile import clashes
from tvaers.foundation.typed import unturned

# A number that colleagues are called on, wherever it is written.
TELEPHONE = RegexValidator(r"^\+?[\d ()-]{6,30}$", _("Write the number with digits, for example 39 57 50 00."))

_OWN = Path(__file__).resolve().parent / "templates"
_DJANGO = Path(django.forms.__file__).resolve().parent / "templates"


class FormRenderer(DjangoTemplates):
    """Renders every widget, field and form from `ui/templates`, whatever the order of the apps."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    @cached_property
    def engine(self) -> Backend:
        """The template engine: our widgets first, then Django's, then those of the apps."""
        return Backend({"APP_DIRS": True, "DIRS": [_OWN, _DJANGO], "NAME": "tvaers-forms", "OPTIONS": {}})


class AtMost(MaxLengthValidator):
    """Refuses a text that is too long, and says by how much with numbers that can be read."""

    def __call__(self, value: str) -> None:
        """Raise ValidationError when there are more characters than the limit."""
        most, now = int(self.limit_value), len(value)
        if now > most:
            numbers = {"most": number_format(most, force_grouping=True), "now": number_format(now, force_grouping=True)}
            message = _("The text is too long: at most %(most)s characters, and there are %(now)s.")
            raise ValidationError(message, code="max_length", params=numbers)


class TextField(forms.CharField):
    """A text that somebody types, as every form of ours reads it, and what it says when it cannot be taken."""

    default_error_messages = {
        "required": _("Fill this in."),
        "null_characters_not_allowed": _("There is a sign in the text that cannot be saved. Write it again here."),
    }

    def __init__(self, **options: Any) -> None:
        """Say with our own words when the text is too long."""
        super().__init__(**options)
        self.validators = [
            AtMost(each.limit_value) if isinstance(each, MaxLengthValidator) else each for each in self.validators
        ]

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - as Django's, which gives empty_value for nothing
        """Return the text without what turns its letters round."""
        return super().to_python(unturned(value) if isinstance(value, str) else value)


class WholeNumber(forms.IntegerField):
    """A whole number that somebody types, and what it says when it cannot be taken."""

    default_error_messages = {"required": _("Write a number."), "invalid": _("Write a whole number.")}

    def __init__(self, **options: Any) -> None:
        """Say with our own words when it is too small or too large."""
        super().__init__(**options)
        for each in self.validators:
            if isinstance(each, MinValueValidator):
                each.message = _("Write a number of at least %(limit_value)s.")
            elif isinstance(each, MaxValueValidator):
                each.message = _("Write a number of at most %(limit_value)s.")


class DateWidget(forms.MultiWidget):
    """Day, month and year as three short number fields (dkfds "datofelt"): quick to type, no calendar."""

    template_name = "ui/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Make the three fields; names end in _day, _month, _year."""
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}),
            "month": forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 2}),
            "year": forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        """Split a date, or what was typed before, into the three fields."""
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        parts = (value or "").split("-")
        return parts[::-1] if len(parts) == 3 else ["", "", ""]

    def value_from_datadict(  # type: ignore[override] # one text, as a DateField reads it
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[Any]]", name: str
    ) -> str:
        """Join the fields to year-month-day; nothing typed gives the empty string."""
        parts = super().value_from_datadict(data, files, name)
        day, month, year = (str(part or "").strip() for part in parts)
        return f"{year}-{month}-{day}" if day or month or year else ""

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each of the three fields its label."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["part_label"] = label
        return context


class DateField(forms.DateField):
    """A date typed in three fields."""

    widget = DateWidget

    def __init__(self, **options: Any) -> None:
        """Accept year-month-day, as the widget joins it."""
        options.setdefault("input_formats", ["%Y-%m-%d"])
        words = {
            "invalid": _("Enter a date that exists, with day, month and year."),
            "required": _("Enter a date."),
        }
        options["error_messages"] = words | options.get("error_messages", {})
        super().__init__(**options)


class LongSelect(forms.Select):
    """A select with hundreds of choices, such as every area there is, without groups.

    Looks as any other. Its options are written in one go: with a template for each of them they would take longer than
    everything else on the page.
    """

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the options as they stand in the element."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        rows = (option for _group, options, _index in context["widget"]["optgroups"] for option in options)
        cells = ((flatatt({"value": str(row["value"]), **row["attrs"]}), row["label"]) for row in rows)
        context["widget"]["written"] = format_html_join("", "<option{}>{}</option>\n", cells)
        return context


class Choice(str):
    """A choice's label with a hint, and a reason when it cannot be chosen.

    Use as a label in `choices`: `("short", Choice("A short summary", hint="Four lines."))`.
    """

    __slots__ = ("hint", "off")

    hint: str
    off: bool

    def __new__(cls, label: str, *, hint: str = "", off: bool = False) -> Self:
        """Make a label; `off` shows the choice greyed out, and `hint` must then say why."""
        made = super().__new__(cls, label)
        made.hint, made.off = str(hint), off
        return made


class Choices(forms.RadioSelect):
    """Large radio choices, each a card with its hint; the smallest is put first by whoever lists them.

    A named group is folded under its name, and stands open when one of its choices is chosen.
    """

    template_name = "ui/forms/choices.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add hint and "off" to the option, and disable it when off."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        label = option["label"]
        option["hint"] = getattr(label, "hint", "")
        option["off"] = getattr(label, "off", False)
        option["attrs"].pop("class", None)  # the class belongs to the group of cards
        if option["off"]:
            option["attrs"]["disabled"] = True
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class CheckboxChoices(Choices, forms.CheckboxSelectMultiple):
    """The same with checkboxes, for several answers."""

    template_name = "ui/forms/choices.html"
    allow_multiple_selected = True
    input_type = "checkbox"


class Slider(forms.Select):
    """A slider over choices whose values are whole numbers in a row; beside it stands what the chosen one means.

    Nothing chosen is the last.
    """

    template_name = "ui/forms/slider.html"

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the ends, and what each value means."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        texts = {str(key): str(text) for key, text in self.choices}
        values = list(texts)
        chosen = str(value) if str(value) in texts else values[-1]
        more = {"least": values[0], "most": values[-1], "value": chosen, "text": texts[chosen]}
        context["widget"].update(more, texts="|".join(texts.values()))
        return context


class SharedForm(forms.Form):
    """A form for what several people keep: it carries what stood there when it was opened (`foundation.meanwhile`)."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Put what is there now into the page, hidden."""
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def seen(self) -> dict[str, str]:
        """What stood in the fields when typing began."""
        names = {name: self.add_initial_prefix(name) for name in self.fields}
        return {name: str(self.data[hidden]) for name, hidden in names.items() if hidden in self.data}

    def again(self, now: Mapping[str, str]) -> Self:
        """Return what was typed over what others have saved meanwhile; where both wrote, the field says what they did.

        To be sent once more, knowingly.
        """
        clashing = clashes(seen=self.seen, typed=self.cleaned_data, now=now)
        data = {name: now[name] if text == self.seen.get(name) else text for name, text in self.cleaned_data.items()}
        form = type(self)(data | {self.add_initial_prefix(name): text for name, text in now.items()})
        form.is_valid()
        for name in clashing:
            labels = dict(getattr(form.fields[name], "choices", ()))
            words = _("A colleague has saved “%(now)s” here meanwhile. Save again if yours is right.")
            form.add_error(name, words % {"now": labels.get(now[name], now[name])})
        return form


class FileInput(forms.FileInput):
    """A file to choose: its browser's own button in a frame, into which a file can be dropped.

    accept: the endings that are offered; most: how many bytes are taken. A browser with scripts says at once that a
    file is too large, before it is sent.
    """

    template_name = "ui/forms/file.html"

    def __init__(self, *, accept: str, most: int) -> None:
        """Offer these endings."""
        super().__init__({"accept": accept, "data-most": most})

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the limit in words."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["megabytes"] = int(self.attrs["data-most"]) // 1024**2
        return context
