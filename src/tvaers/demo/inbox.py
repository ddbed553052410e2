"""What lies in the queues when the demonstration is opened: fresh concerns, running clocks, and a few that are late."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arrived:
    """A concern that nobody has decided on yet.

    working_days: how long ago it came, 0 is today, some hours ago. read: somebody has opened it; urgent: what was
    said of it, None while nobody has; receipted: the reporter has got the receipt. theme: what it is of, where that
    matters: it is then about one young person of whom nothing was told before.
    """

    municipality: str
    working_days: int
    read: bool = False
    urgent: bool | None = None
    receipted: bool = False
    theme: str = ""


# Receipt is owed after 6 working days, the decision after 10, the look whether it is urgent after 24 hours (R10).
INBOX: tuple[Arrived, ...] = (
    Arrived("Gladsaxe", 12, read=True, urgent=False, receipted=True),
    Arrived("Ballerup", 11, read=True, urgent=False, receipted=True),
    Arrived("Gladsaxe", 10, read=True, urgent=False, receipted=True),
    Arrived("Herlev", 10, read=True, urgent=False, receipted=True),
    Arrived("Gladsaxe", 9, read=True, urgent=False, receipted=True),
    Arrived("Ballerup", 8, read=True, urgent=False, receipted=True),
    Arrived("Gladsaxe", 7, read=True, urgent=False),
    Arrived("Herlev", 7, read=True, urgent=False, receipted=True),
    Arrived("Gladsaxe", 6, read=True, urgent=False),
    Arrived("Ballerup", 6, read=True, urgent=False),
    Arrived("Herlev", 5, read=True, urgent=True, receipted=True),
    Arrived("Gladsaxe", 5, read=True, urgent=False, receipted=True),
    Arrived("Gladsaxe", 4, read=True, urgent=True),
    Arrived("Ballerup", 4, read=True, urgent=False),
    Arrived("Gladsaxe", 3, read=True, urgent=False),
    Arrived("Herlev", 3, read=True, urgent=False),
    # The first that is new in Gladsaxe: the tour of five hands begins with it.
    Arrived("Gladsaxe", 2, theme="nights"),
    Arrived("Ballerup", 2, read=True),
    Arrived("Gladsaxe", 1, read=True, urgent=True),
    Arrived("Gladsaxe", 1),
    Arrived("Herlev", 1),
    Arrived("Ballerup", 1),
    Arrived("Herlev", 0),
    Arrived("Ballerup", 0),
    Arrived("Gladsaxe", 0, read=True),
    Arrived("Gladsaxe", 0),
)
