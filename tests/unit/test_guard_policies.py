"""The policy builders: what they grant, and that they can be undone."""

import re

import pytest

from tests.repo.test_tables import declared
from tvaers.guard import policies
from tvaers.guard.classes import TableClass
from tvaers.sharing import migrations as sharing_migrations
from tvaers.sharing.policies import dossier_rows, open_to_reader, organisation_rows

BUILT = {
    "reference": policies.reference("t", insert="a", update="b", changeable=("x", "y")),
    "account": policies.account("t", user_column="user_id"),
    "system": policies.system("t"),
    "log": policies.log("t", read="true"),
    "dossier": dossier_rows("t", category="2"),
    "organisation": organisation_rows("t", audience="a", until="u", changeable=("x", "y"), signed=("added_by",)),
    "own dossier": dossier_rows("t", category="category", dossier="id", commands=("SELECT",), owner_only=True),
}


@pytest.mark.parametrize("operation", BUILT.values(), ids=BUILT)
def test_every_builder_forces_the_guard_and_starts_from_nothing(operation):
    assert "ENABLE ROW LEVEL SECURITY" in operation.sql
    assert "FORCE ROW LEVEL SECURITY" in operation.sql
    assert "REVOKE ALL ON t FROM PUBLIC, tvaers_app" in operation.sql
    assert operation.sql.count("AS RESTRICTIVE") == 1
    assert "TRUNCATE ON" not in re.sub(r"BEFORE TRUNCATE ON t", "", operation.sql)


@pytest.mark.parametrize("operation", BUILT.values(), ids=BUILT)
def test_what_is_made_is_undone(operation):
    made = set(re.findall(r"CREATE (POLICY|TRIGGER) (\w+)", operation.sql))
    undone = set(re.findall(r"DROP (POLICY|TRIGGER) (\w+)", operation.reverse_sql))
    assert made == undone


def test_a_log_is_only_read():
    assert re.findall(r"GRANT (\w+)", BUILT["log"].sql) == ["SELECT"]


def test_only_the_named_columns_change():
    assert "GRANT UPDATE (x, y) ON t" in BUILT["reference"].sql


def test_nobody_deletes_behind_a_dossier_unless_it_is_said():
    assert "DELETE" not in re.findall(r"GRANT (\w+)", BUILT["dossier"].sql)


def test_writing_takes_more_than_reading():
    granted = dict(re.findall(r"CREATE POLICY may_(\w+).*?a\.may >= (\d)", BUILT["dossier"].sql))
    assert granted == {"select": "1", "insert": "2", "update": "2"}


@pytest.mark.parametrize(
    "word",
    [
        "guard.readers()",
        "guard.categories()",
        "guard.purposes()",
        "a.state = 'accepted'",
        "a.ended_at IS NULL",
        "a.from_at <= statement_timestamp()",
        "a.until_at > statement_timestamp()",
        "f.ended_at IS NULL",
        "f.in_force_from <= statement_timestamp()",
        "f.in_force_until > statement_timestamp()",
    ],
)
def test_access_is_asked_for_all_of_it_at_the_statement(word):
    """Not at the transaction's start: what ends in its middle is gone at the next statement."""
    condition = open_to_reader("t.id", category="1", may=1)
    assert word in condition
    assert "now()" not in condition


def test_every_class_has_a_floor():
    assert {policies.expected_floor(each) for each in TableClass} == {"guard.in_context", "guard.at_work"}
    assert declared()


def test_a_function_is_put_back_as_its_file_made_it():
    back = policies.former(str(sharing_migrations.__file__), "0008_let_in.sql", "let_in")
    assert back.startswith("CREATE OR REPLACE FUNCTION guard.let_in(on_dossier uuid")
    assert back.endswith("END\n$$;\n")
    assert back.count("CREATE") == 1
    with pytest.raises(ValueError, match="let_out"):
        policies.former(str(sharing_migrations.__file__), "0008_let_in.sql", "let_out")
