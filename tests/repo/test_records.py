"""Every field of every model is on record, and no number scores a person (R13)."""

import importlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.repo import tree
from tvaers.foundation.records import FieldRecord, IncompleteRecordError, NumberKind
from tvaers.guard.enums import Category

NUMERIC = (models.IntegerField, models.FloatField, models.DecimalField)
SCORING = re.compile(
    r"(^|_)(danger|grade|level|points?|probability|rank|rating|risk|score|severity|threat|weight)s?(_|$)"
)


def fields_of(model: type[models.Model]) -> dict[str, models.Field]:
    """The columns and plain many-to-many relations of a model, its surrogate key left out."""
    options = model._meta
    held = {field.name: field for field in options.local_fields if not (field.primary_key and field.name == "id")}
    through: list[Any] = list(options.local_many_to_many)
    plain = [field for field in through if field.remote_field.through._meta.auto_created]
    return {f"{model.__name__}.{name}": field for name, field in held.items()} | {
        f"{model.__name__}.{field.name}": field for field in plain
    }


def is_number(field: models.Field) -> bool:
    return isinstance(field, NUMERIC) and not field.is_relation


def faults_in(records: Iterable[FieldRecord], fields: dict[str, models.Field]) -> Iterator[str]:
    """Fields without a record, records without a field, numbers without a kind, categories unknown."""
    listed = [record.field for record in records]
    yield from (f"{name}: not on record" for name in fields.keys() - set(listed))
    yield from (f"{name}: on record, but no such field" for name in set(listed) - fields.keys())
    yield from (f"{name}: on record twice" for name in {name for name in listed if listed.count(name) > 1})
    for record in records:
        field = fields.get(record.field)
        if field is not None and record.personal and is_number(field) and record.number is None:
            yield f"{record.field}: a number about a person says what it is"
        if record.category and record.category not in {str(category.name).lower() for category in Category}:
            yield f"{record.field}: no category {record.category!r}"


def scores_in(fields: dict[str, models.Field]) -> Iterator[str]:
    """Numbers whose name says that they measure somebody."""
    for name, field in fields.items():
        if is_number(field) and SCORING.search(name.partition(".")[2]):
            yield f"{name}: nothing scores a person (R13)"


def rooms() -> list[str]:
    """The rooms of ours that hold models."""
    return sorted(
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("tvaers.") and list(config.get_models())
    )


def fields_in(room: str) -> dict[str, models.Field]:
    config = next(config for config in apps.get_app_configs() if config.name == room)
    return {name: field for model in config.get_models() for name, field in fields_of(model).items()}


def test_every_field_is_on_record():
    faults = []
    for room in rooms():
        try:
            records = importlib.import_module(f"{room}.records").RECORDS
        except ModuleNotFoundError:
            faults.append(f"{room}: no records.py")
            continue
        faults += [f"{room}: {fault}" for fault in faults_in(records, fields_in(room))]
    assert rooms()
    assert not faults, tree.described(sorted(faults))


def test_nothing_scores_a_person():
    faults = [fault for room in rooms() for fault in scores_in(fields_in(room))]
    assert not faults, tree.described(faults)


FIELDS: dict[str, models.Field] = {"Person.age": models.IntegerField(), "Person.name": models.CharField()}
GROUNDS: dict[str, Any] = {
    "personal": True,
    "ground": "GDPR art. 6",
    "retention": "with the dossier",
}
NAME = FieldRecord("Person.name", **GROUNDS, category="identity")
AGE = FieldRecord("Person.age", **GROUNDS, number=NumberKind.AGE)


@pytest.mark.parametrize(
    "records",
    [
        [NAME],
        [NAME, AGE, FieldRecord("Person.shoe_size", personal=False)],
        [NAME, NAME, AGE],
        [NAME, FieldRecord("Person.age", **GROUNDS)],
        [FieldRecord("Person.name", **GROUNDS, category="gossip"), AGE],
    ],
    ids=["unlisted", "vanished", "twice", "unnamed number", "unknown category"],
)
def test_a_faulty_record_is_caught(records):
    assert list(faults_in(records, FIELDS))
    assert not list(faults_in([NAME, AGE], FIELDS))


@pytest.mark.parametrize("left_out", ["ground", "retention"])
def test_a_personal_field_without_a_reason_is_refused(left_out):
    with pytest.raises(IncompleteRecordError):
        FieldRecord("Person.name", **(GROUNDS | {left_out: ""}))


@pytest.mark.parametrize("name", ["risk", "risk_level", "concern_points", "score", "threat_rating"])
def test_a_score_is_caught(name):
    assert list(scores_in({f"Person.{name}": models.IntegerField()}))
    assert not list(scores_in({f"Person.{name}": models.TextField(), "Person.frequency": models.IntegerField()}))
