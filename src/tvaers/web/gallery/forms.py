"""A form with every kind of field, for the gallery and for the tests of the form renderer."""

from django import forms

from tvaers.files.fields import FileField
from tvaers.ui.forms import CheckboxChoices, Choice, Choices, DateField, TextField

AREAS = (("", "Alle"), ("kil", "Kildevænget"), ("mag", "Mågeparken"), ("hed", "Hedeager"))


class Everything(forms.Form):
    """Every widget once, required and optional."""

    name = TextField(label="Navn", help_text="Skriv det, du kalder personen.", max_length=200)
    mail = forms.EmailField(label="Arbejdsmail", required=False)
    number = forms.IntegerField(label="Antal unge", required=False)
    born = DateField(label="Født", help_text="For eksempel 3 9 2011")
    area = forms.ChoiceField(label="Område", choices=AREAS, required=False)
    areas = forms.MultipleChoiceField(label="Flere områder", choices=AREAS[1:], required=False)
    secret = forms.CharField(label="Adgangskode", widget=forms.PasswordInput, required=False)
    why = TextField(
        label="Hvorfor er det nødvendigt?",
        widget=forms.Textarea({"rows": 3}),
        help_text="Én eller to sætninger.",
    )
    urgent = forms.ChoiceField(
        label="Haster det?", widget=forms.RadioSelect, choices=(("y", "Ja, handl nu"), ("n", "Nej, ikke nu"))
    )
    sources = forms.MultipleChoiceField(
        label="Hvem har set det?",
        widget=forms.CheckboxSelectMultiple,
        choices=(("school", "Skolen"), ("street", "Gadeteamet"), ("other", "Andre")),
        required=False,
    )
    amount = forms.ChoiceField(
        label="Hvor meget er nødvendigt?",
        widget=Choices,
        choices=(
            (
                "short",
                Choice(
                    "Et kort resumé",
                    hint="Det mindste. Fire linjer uden detaljer om familie, helbred eller hændelser.",
                ),
            ),
            (
                "task",
                Choice("Resumé og én opgave", hint="Camilla kan skrive på opgaven »Prøvetræning i Hedeager IF«."),
            ),
            (
                "police",
                Choice(
                    "Oplysninger fra politiet",
                    hint="Kan ikke deles videre herfra. Kun politiet kan dele dem.",
                    off=True,
                ),
            ),
        ),
    )
    parts = forms.MultipleChoiceField(
        label="Hvilke dele?",
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        choices=(("plan", "Plan"), ("words", "Egne ord")),
        required=False,
    )
    until = forms.ChoiceField(
        label="Hvor længe skal det kunne ses?",
        widget=Choices({"class": "tv-become"}),
        choices=(("w", "1 uge"), ("m", "Til 30. april"), ("o", "Anden dato")),
    )
    paper = FileField(label="Bilag", required=False)
    told = forms.BooleanField(
        label="Familien ved, at jeg skriver dette",
        help_text="Sig det, før du skriver, når det kan lade sig gøre.",
    )
    locked = TextField(label="Sagsansvarlig", initial="Sofie Brandtoft", disabled=True, required=False)
    token = TextField(widget=forms.HiddenInput, initial="x", required=False)


class Filter(forms.Form):
    """The filter panel's form."""

    area = forms.ChoiceField(label="Område", choices=AREAS, required=False)
    q = TextField(label="Ord", required=False)


class Contact(forms.Form):
    """One of several in "add another"."""

    name = TextField(label="Navn")
    phone = TextField(label="Telefon", required=False)


Contacts = forms.formset_factory(Contact, extra=2)
