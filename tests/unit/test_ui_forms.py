"""Forms in dkfds markup: every widget has a label, its hint and error are tied to it, nothing is inline."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from tvaers.ui.forms import Choice, Choices, DateField, LongSelect, TextField
from tvaers.web.gallery.forms import Everything


class Tags(HTMLParser):
    """All start tags of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(autouse=True)
def _danish():
    with translation.override("da"):
        yield


@pytest.fixture(params=["empty", "wrong"])
def html(request):
    return str(Everything({} if request.param == "wrong" else None))


def test_every_control_has_a_label(html):
    tags = Tags(html)
    labelled = {attrs.get("for") for attrs in tags.of("label")}
    controls = [attrs for attrs in tags.of("input", "select", "textarea") if attrs.get("type") != "hidden"]
    assert len(controls) >= 20
    assert [attrs["name"] for attrs in controls if attrs["id"] not in labelled] == []


def test_every_description_exists(html):
    ids = [attrs["id"] for _, attrs in Tags(html).tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


def test_every_control_wears_the_class_of_dkfds(html):
    known = {"form-input", "form-select", "form-radio", "form-checkbox", "tv-file"}
    for attrs in Tags(html).of("input", "select", "textarea"):
        if attrs.get("type") != "hidden":
            assert known & set(attrs["class"].split()), attrs


def test_nothing_is_inline(html):
    for _, attrs in Tags(html).tags:
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]


def test_groups_stand_in_a_fieldset_with_a_legend(html):
    tags = Tags(html)
    groups = [field for field in Everything() if field.use_fieldset]
    assert len(tags.of("fieldset")) == len(tags.of("legend")) == len(groups)


def test_an_error_is_tied_to_its_field_and_in_the_group_once():
    form = Everything({})
    html = form["name"].as_field_group()
    assert 'id="id_name_error"' in html
    assert "id_name_helptext id_name_error" in html
    assert 'aria-invalid="true"' in html
    assert html.count("form-error-message") == 1
    assert 'class="form-group form-error"' in html


def test_only_the_optional_is_marked():
    form = Everything()
    assert "(valgfrit)" in form["mail"].as_field_group()
    assert "(valgfrit)" not in form["name"].as_field_group()


def test_what_was_typed_is_escaped_and_kept():
    html = Everything({"name": '"><script>x</script>'})["name"].as_field_group()
    assert "<script>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


class Born(forms.Form):
    born = DateField(label="Født", required=False)


def test_a_date_in_three_fields():
    form = Born({"born_day": "3", "born_month": "9", "born_year": "2011"})
    assert form.is_valid()
    assert form.cleaned_data["born"] == date(2011, 9, 3)
    assert Born({}).is_valid()


@pytest.mark.parametrize("parts", [("31", "2", "2011"), ("3", "", "2011"), ("x", "9", "2011"), ("3", "9", "11-1")])
def test_a_date_that_does_not_exist_keeps_what_was_typed(parts):
    form = Born(dict(zip(("born_day", "born_month", "born_year"), parts, strict=True)))
    assert not form.is_valid()
    if "-" not in "".join(parts):
        values = [attrs.get("value", "") for attrs in Tags(str(form)).of("input")]
        assert tuple(values) == parts


def test_a_date_shows_its_parts():
    values = [attrs.get("value") for attrs in Tags(str(Born(initial={"born": date(2011, 9, 3)}))).of("input")]
    assert values == ["3", "9", "2011"]


class Amount(forms.Form):
    amount = forms.ChoiceField(
        label="Hvor meget?",
        widget=Choices({"class": "tv-become"}),
        choices=(
            ("a", Choice("Lidt", hint="Det mindste.")),
            ("b", Choice("Alt", hint="Kan ikke deles herfra.", off=True)),
        ),
    )


def test_a_choice_that_is_off_says_why_and_cannot_be_chosen():
    tags = Tags(str(Amount()))
    little, everything = tags.of("input")
    assert "disabled" not in little
    assert "disabled" in everything
    assert everything["aria-describedby"] in {attrs.get("id") for attrs in tags.of("span")}
    assert little["class"] == "form-radio"


def test_the_summary_leads_to_every_wrong_field():
    form = Everything({"mail": "no"})
    html = render_to_string("ui/error_summary.html", {"form": form})
    ids = {attrs["id"] for _, attrs in Tags(str(form)).tags if "id" in attrs}
    anchors = re.findall(r'href="#([^"]+)"', html)
    assert len(anchors) == len(form.errors) >= 6
    assert set(anchors) <= ids
    assert f"Ret {len(form.errors)} ting" in html


def test_no_summary_without_errors():
    assert render_to_string("ui/error_summary.html", {"form": Everything()}).strip() == ""


def said_by(field, value):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


def test_a_text_that_is_too_long_says_by_how_much():
    field = TextField(max_length=10_000)
    assert field.clean("a" * 10_000)
    assert said_by(field, "a" * 199_999) == ["Teksten er for lang: højst 10.000 tegn, og der er 199.999."]
    assert field.widget_attrs(forms.TextInput())["maxlength"] == "10000"
    with translation.override("en"):
        said = said_by(field, "a" * 10_001)
    assert said == ["The text is too long: at most 10,000 characters, and there are 10,001."]


def test_a_text_is_refused_in_our_own_words():
    assert said_by(TextField(), "a\0b") == ["Der er et tegn i teksten, som ikke kan gemmes. Skriv teksten igen her."]
    assert said_by(TextField(), " ") == ["Udfyld feltet."]


def test_what_turns_letters_round_is_left_out_and_no_other_letter():
    mixed = "\N{RIGHT-TO-LEFT OVERRIDE}nej\N{POP DIRECTIONAL FORMATTING} \N{RIGHT-TO-LEFT ISOLATE}ja"
    assert TextField().clean(mixed) == "nej ja"
    assert TextField().clean("محمد\N{RIGHT-TO-LEFT MARK} أحمد") == "محمد\N{RIGHT-TO-LEFT MARK} أحمد"
    assert TextField(required=False, empty_value=None).clean("\N{LEFT-TO-RIGHT OVERRIDE}") is None


@pytest.mark.parametrize("chosen", ["", "b", "nothing of the list"])
def test_a_long_select_is_written_as_any_other(chosen):
    options = {"choices": [("", "Alle"), ("a", 'Å & "Ø" <b>'), ("b", "  B")], "attrs": {"class": "c", "required": True}}
    long, short = LongSelect(**options), forms.Select(**options)
    attributes = {"id": "id_x", "disabled": False}
    assert long.render("x", chosen, attributes) == short.render("x", chosen, attributes)
