"""The list of areas: kept by the host's administrators, read by all at work."""

import pytest
from django.core.exceptions import PermissionDenied

from tests.cast import named
from tests.database.scene import enter, refused
from tvaers.areas import access, actions, queries, rules
from tvaers.areas.models import Area, AreaKind
from tvaers.audit.models import Event
from tvaers.partnerships.actions import NameTakenError, NotAdministratorError

M, D, H = AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.HOUSING


@pytest.fixture
def gerda(acting_as):
    with acting_as("gerda") as somebody:
        yield somebody


def add(by, name, kind=M, parent=None):
    return Area.objects.get(id=actions.add_area(by=by, kind=kind, name=name, parent=parent))


def shown(places, depth=0):
    return [line for place in places for line in [(depth, place.name), *shown(place.parts, depth + 1)]]


def test_areas_lie_in_each_other_in_alphabetical_order(gerda):
    gladsaxe, _ = add(gerda, "Gladsaxe"), add(gerda, "Aabenraa")
    for name in ("Søborg", "Åkrogen", "Buddinge", "Ærtemarken"):
        add(gerda, name, D, gladsaxe)
    add(gerda, "Høje Gladsaxe", H, Area.objects.get(name="Søborg"))
    assert shown(queries.tree()) == [
        (0, "Gladsaxe"),
        (1, "Buddinge"),
        (1, "Søborg"),
        (2, "Høje Gladsaxe"),
        (1, "Ærtemarken"),
        (1, "Åkrogen"),
        (0, "Aabenraa"),
    ]
    assert Event.objects.filter(name="areas.added").count() == 7


@pytest.mark.parametrize(("kind", "below"), [(D, None), (H, None), (M, M), (M, D), (D, D), (D, H), (H, H)])
def test_an_area_out_of_place_is_refused(kind, below):
    with pytest.raises(rules.AreaOutOfPlaceError):
        rules.check_place(kind, below=below)


@pytest.mark.parametrize(("kind", "below"), [(M, None), (D, M), (H, M), (H, D)])
def test_an_area_in_its_place_is_not(kind, below):
    rules.check_place(kind, below=below)


def test_a_name_stands_once_below_its_parent(gerda):
    gladsaxe, herlev = add(gerda, "Gladsaxe"), add(gerda, "Herlev")
    add(gerda, "Midtbyen", D, gladsaxe)
    add(gerda, "Midtbyen", D, herlev)
    with pytest.raises(NameTakenError):
        add(gerda, "Midtbyen", D, gladsaxe)
    with pytest.raises(NameTakenError):
        add(gerda, "Herlev")
    with pytest.raises(NameTakenError):
        actions.rename_area(by=gerda, area=herlev, name="Gladsaxe")


def test_the_inner_ones_close_first_and_open_last(gerda):
    herlev = add(gerda, "Herlev")
    hedeager = add(gerda, "Hedeager", H, herlev)
    with pytest.raises(actions.PartsOpenError):
        actions.close_area(by=gerda, area=herlev)
    actions.close_area(by=gerda, area=hedeager)
    actions.close_area(by=gerda, area=herlev)
    assert queries.tree() == ()
    assert shown(queries.tree(with_closed=True)) == [(0, "Herlev"), (1, "Hedeager")]
    with pytest.raises(actions.ParentClosedError):
        actions.reopen_area(by=gerda, area=hedeager)
    with pytest.raises(actions.ParentClosedError):
        add(gerda, "Ny", D, Area.objects.get(id=herlev.id))
    actions.reopen_area(by=gerda, area=herlev)
    actions.reopen_area(by=gerda, area=hedeager)
    assert shown(queries.tree()) == [(0, "Herlev"), (1, "Hedeager")]


def test_others_read_and_do_not_write(acting_as):
    with acting_as("gerda") as gerda:
        herlev = add(gerda, "Herlev")
    with acting_as("henrik") as henrik:
        assert shown(queries.tree()) == [(0, "Herlev")]
        with pytest.raises(PermissionDenied):
            access.get_area_for_change(actor=henrik, id=herlev.id)
        with pytest.raises(NotAdministratorError):
            actions.rename_area(by=henrik, area=herlev, name="Kapret")
        with pytest.raises(NotAdministratorError):
            add(henrik, "Ny")


ADD = "INSERT INTO areas_area (id, kind, name) VALUES (gen_random_uuid(), 'municipality', %s)"


@pytest.mark.parametrize(
    ("who", "changes", "code"),
    [("gerda", {}, ""), ("henrik", {}, "42501"), ("alice", {}, "42501"), ("alice", {"roles": 4096}, "42501"),
     ("henrik", {"organisation": named("gladsaxe")}, "42501")],
)  # fmt: skip
def test_the_database_lets_only_the_hosts_administrators_write(cast, as_app, who, changes, code):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        assert refused(as_app, ADD, ["Ny"]) == code
