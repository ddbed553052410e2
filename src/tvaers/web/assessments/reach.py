"""Who can read an assessment once it is signed: colleagues, and those elsewhere to whom it is given."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tvaers.guard.enums import Category
from tvaers.sharing.readers import Reader, readers_of
from tvaers.web.assessments.doors import Room


@dataclass(frozen=True)
class Elsewhere:
    """Somebody of another organisation, and what of it they read: titles of sections, and the conclusion."""

    who: str
    what: str


@dataclass(frozen=True)
class Reach:
    """Who reads it. owner: the authority whose case it is, where that is another one.

    is_given_on: whether it is read by those to whom the owner gives the case; what the police wrote there is not.
    """

    here: str
    owner: str = ""
    is_given_on: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def told(self) -> str:
        """What is said of it when it is signed."""
        if self.owner:
            given_on = _(
                "Colleagues who may see it can read it now, and so can %(owner)s, whose case it is, and those to whom"
                " they give it."
            )
            kept = _("Colleagues who may see it can read it now, and so can %(owner)s, whose case it is.")
            return (given_on if self.is_given_on else kept) % {"owner": self.owner}
        if not self.elsewhere:
            return _("Colleagues who may see it can read it now.")
        names = "; ".join(dict.fromkeys(each.who for each in self.elsewhere))
        return _("Colleagues who may see it can read it now, and elsewhere: %(who)s.") % {"who": names}


def reach(room: Room) -> Reach:
    """Return who reads it when it is signed, as far as the signer sees who the case is given to; in two statements."""
    view, here = room.view, room.place.actor.organisation
    if not room.place.standing.is_own:
        return Reach(here.name, owner=room.place.view.owner_name, is_given_on=not view.is_police_material)
    told = [(part.section.category, part.section.title) for part in view.parts]
    told = [(Category.ASSESSMENT, _("Conclusion")), *told] if view.concludes else told
    together = Category(0)
    for category, _title in told:
        together |= category
    given = [reader for reader in readers_of(view.case, category=together) if reader.organisation != here.id]
    return Reach(here.name, elsewhere=tuple(_elsewhere(reader, told) for reader in given))


def _elsewhere(reader: Reader, told: list[tuple[Category, str]]) -> Elsewhere:
    let_in = reader.member or reader.unit
    who = f"{let_in}, {reader.organisation_name}" if let_in else reader.organisation_name
    return Elsewhere(who, ", ".join(title for category, title in told if category & reader.categories))
