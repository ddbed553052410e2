"""The list of forms names each template that comes along, and no other."""

import re

from tests.repo import tree
from tvaers.assessments.starting import starters


def test_the_list_of_forms_names_every_template_that_comes_along():
    text = tree.text("docs/reference/forms.md")
    named = set(re.findall(r"`([a-z-]+)`", text))
    assert named == set(starters())
