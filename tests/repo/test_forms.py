"""Every text that is typed is read by `ui.forms.TextField`, so that it is cleaned and refused in one way."""

import re

from tests.repo import tree

# allauth's own fields and passwords are not shown to anybody.
EXCEPT = ("src/tvaers/ui/forms.py", "src/tvaers/web/signin/")


def own_fields(path: str, source: str) -> list[str]:
    """Where a form reads a text in its own way; a password is read as it is typed."""
    if path.startswith(EXCEPT) or not path.startswith("src/tvaers/"):
        return []
    found = re.finditer(r"\bforms\.CharField\b(?!\([^)]*PasswordInput)", source)
    return [f"{path}:{source[: each.start()].count(chr(10)) + 1}" for each in found]


def test_no_form_reads_a_text_in_its_own_way():
    faults = [
        fault for path in tree.files() if path.suffix == ".py" for fault in own_fields(path.as_posix(), tree.text(path))
    ]
    assert not faults, tree.described(faults)


def test_a_form_that_does_is_caught():
    assert own_fields("src/tvaers/web/x.py", "a = forms.CharField(max_length=3)\n") == ["src/tvaers/web/x.py:1"]
    assert own_fields("src/tvaers/web/x.py", "class A(forms.CharField):\n")
    assert own_fields("src/tvaers/web/x.py", "a = forms.CharField(widget=forms.PasswordInput)\n") == []
    assert own_fields("src/tvaers/web/x.py", "a = TextField(max_length=3)\n") == []
