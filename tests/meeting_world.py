"""Random agendas, readers and moments of a meeting, and the plain rule of what each may read (for properties)."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests import meeting_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.meetings import access
from tvaers.meetings.actions import convening, letting_in, minutes, running, screening
from tvaers.sharing.models import Access

OWNER, RECEIVERS, NEVER = "palle", ("hanne", "alice"), ("bo", "carl", "ellen", "oda")
OVER = ("cancelled", "approved")
# One for each item: a word that stands nowhere else.
WORDS = ("pindsvineleg", "regnjakkehyl", "tagrendevals")


@dataclass
class Told:
    """What is so of one item, as plainly as can be."""

    ahead: bool
    let_in: frozenset[str]
    taken: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    reached: bool = False
    erased: bool = False
    minuted: bool = False


def shows(told: Told, reader: str, meeting: str) -> tuple[bool, bool]:
    """The rule: whether a reader sees what the item says, and its minutes, in a meeting that stands so."""
    if told.erased:
        return False, False
    if reader == OWNER:
        return True, told.minuted
    follows = reader in told.let_in & told.taken - told.ended
    matter = follows and (told.ahead or told.reached) and meeting not in OVER
    return matter, follows and told.minuted and meeting != "cancelled"


AGENDAS = st.lists(
    st.tuples(st.booleans(), st.frozensets(st.sampled_from(RECEIVERS))),
    min_size=1,
    max_size=3,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.sampled_from(RECEIVERS), st.just(0)),
        st.tuples(st.just("reach"), st.just(""), st.integers(0, 2)),
        st.tuples(st.just("write"), st.just(""), st.integers(0, 2)),
        st.tuples(st.just("end"), st.sampled_from(RECEIVERS), st.integers(0, 2)),
        st.tuples(st.just("erase"), st.sampled_from(RECEIVERS), st.integers(0, 2)),
        st.tuples(st.sampled_from(OVER), st.just(""), st.just(0)),
    ),
    max_size=7,
)


class World:
    """A meeting and what is so of its items."""

    def __init__(self, items):
        self.meeting, self.state = scene.call(seats=(OWNER, *RECEIVERS, "bo")), "planned"
        self.told = {}
        self.word = {}
        # Of this meeting alone: those of the examples before it are still there.
        own = "".join(chr(ord("a") + int(digit, 16)) for digit in self.meeting.hex[:8])
        for word, (ahead, let_in) in zip((each + own for each in WORDS), items, strict=False):
            item = scene.bring(self.meeting, ahead=ahead, facts=f"Set ved {word}", mentions={}, title=f"Om {word}")
            self.word[item] = word
            for reader in sorted(let_in):
                scene.let_in(item, reader)
            self.told[item] = Told(ahead, let_in)

    def take(self, reader, _item):
        with acting_as(reader):
            letting_in.join(meeting=self.meeting)
        for told in self.told.values():
            if reader in told.let_in and reader not in told.ended and not told.erased:
                told.taken.add(reader)

    def reach(self, _reader, item):
        if self.state == "planned":
            scene.begin(self.meeting)
            self.state = "under-way"
        if self.told[item].erased or self.state != "under-way":
            return
        scene.reach(self.meeting, item)
        self.told[item].reached = True

    def write(self, _reader, item):
        told = self.told[item]
        if not told.reached or told.erased or self.state != "under-way":
            return
        with acting_as(OWNER) as owner:
            minutes.write(by=owner, item=item, words=f"Det blev sagt om {self.word[item]}.")
        told.minuted = True

    def end(self, reader, item):
        told = self.told[item]
        if reader not in told.let_in or reader in told.ended or told.erased:
            return
        with acting_as(OWNER) as owner:
            given = Access.objects.get(dossier_id=item, member_id=named(reader), ended_at=None)
            letting_in.let_out(by=owner, item=item, access=given.id)
        told.ended.add(reader)

    def erase(self, reader, item):
        told = self.told[item]
        if not shows(told, reader, self.state)[0]:
            return
        with acting_as(reader):
            everywhere = screening.erase(item=item)
        others = told.let_in - told.ended - {reader}
        assert everywhere is not bool(others)
        told.ended.add(reader)
        told.erased = everywhere

    def cancelled(self, _reader, _item):
        if self.state == "planned":
            with acting_as("alice") as alice:
                convening.cancel(by=alice, meeting=self.meeting)
            self.state = "cancelled"

    def approved(self, _reader, _item):
        if self.state == "under-way":
            with acting_as("alice") as alice:
                running.end(by=alice, meeting=self.meeting)
                running.approve(by=alice, meeting=self.meeting)
            self.state = "approved"

    def may_read(self, reader, item):
        """By the rule: whether a reader may meet an item's word in what it says, or in its minutes."""
        return reader not in NEVER and any(shows(self.told[item], reader, self.state))

    def check(self):
        for reader in (OWNER, *RECEIVERS, *NEVER):
            with acting_as(reader):
                found = access.said(list(self.told))
            for item, told in self.told.items():
                seen = found[item]
                by_rule = shows(told, reader, self.state) if reader not in NEVER else (False, False)
                assert (seen.is_open, bool(seen.paragraphs)) == by_rule, (reader, told, self.state)
