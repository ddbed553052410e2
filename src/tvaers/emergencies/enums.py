"""Closed lists: which danger somebody looked somebody up for, how it was judged, how it stands, and why not."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Danger(models.TextChoices):
    """What made an emergency look-up necessary; guard.begin_emergency knows the same list."""

    LIFE = "life", _("Danger to somebody’s life")
    HEALTH = "health", _("Serious danger to somebody’s health")
    VIOLENCE = "violence", _("Violence or abuse that is about to happen")
    MISSING = "missing", _("A child or young person is missing and may be in danger")


class Verdict(models.TextChoices):
    """What the reviewer found."""

    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not-justified", _("Not justified")


class Stand(models.TextChoices):
    """How an emergency look-up stands: what time has made of it, and the review."""

    OPEN = "open", _("Is open")
    WAITING = "waiting", _("Waits for its review")
    OVERDUE = "overdue", _("The review is late")
    JUSTIFIED = "justified", _("Justified")
    NOT_JUSTIFIED = "not-justified", _("Not justified")
    GIVEN_BACK = "given-back", _("Not justified; the right was given back")


class Stop(models.TextChoices):
    """Why somebody cannot make an emergency look-up now: the database's code, and what it says to people."""

    ORGANISATION = "TV080", _("Only authorities and institutions with a public task make emergency look-ups.")
    ROLE = "TV081", _("Emergency look-ups are for those who work with people.")
    SUSPENDED = (
        "TV082",
        _("A review of an earlier look-up is late. Until it is made, your organisation cannot make more."),
    )
    ENDED = "TV083", _("A look-up of yours was found not justified. Your leader can give the right back.")
    OPEN = "TV084", _("You have an emergency look-up open. End it before you make another.")
    OFTEN = (
        "TV085",
        _("You have made five emergency look-ups within a day. A colleague or your leader has to take over."),
    )
    NOBODY = "TV086", _("Nobody could judge it afterwards: no organisation here has an inspector other than you.")
    BASIS = "TV087", _("The legal basis of emergency look-ups is not in force for your organisation.")
