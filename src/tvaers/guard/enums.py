"""The closed lists that the guard's bit masks are made of."""

from enum import IntFlag, StrEnum


class ContextKind(StrEnum):
    """What a signed context stands for.

    member: somebody at work, acting for one organisation.
    system: a named job, acting for one organisation.
    account: somebody signed in who acts for no organisation; sees the own account only.
    sign-in: nobody yet; sees accounts only.
    """

    MEMBER = "member"
    SYSTEM = "system"
    ACCOUNT = "account"
    SIGN_IN = "sign-in"


class Category(IntFlag):
    """What a protected row tells about (kategori); what is not granted is not seen.

    The order is from least to most intrusive and is the order in which a sharer is offered them.
    """

    PLAN = 1
    CONCERN = 2
    ENTRY = 4
    IDENTITY = 8
    ASSESSMENT = 16
    OTHERS = 32
    REPORTER = 64
    HEALTH = 128
    OFFENCE = 256


ALL_CATEGORIES = Category(511)


class Purpose(IntFlag):
    """What a dossier is kept and shared for (formål).

    ssp: crime prevention by school, social services and police (§ 115, stk. 1, nr. 1).
    psp: police, social services and psychiatry (nr. 2).
    ksp: prison and probation service, social services and police (nr. 3).
    radicalisation: the infohus. exit: leaving a gang. release: planned release (god løsladelse).
    parents: support to parents. oversight: inspection and control of lawful use.
    volunteers: an organisation's own volunteers (frivillige); never shared for.
    """

    SSP = 1
    PSP = 2
    KSP = 4
    RADICALISATION = 8
    EXIT = 16
    RELEASE = 32
    PARENTS = 64
    OVERSIGHT = 128
    VOLUNTEERS = 256


# What nothing about a person of concern is kept for, and nothing is shared for.
UNSHARED = Purpose.OVERSIGHT | Purpose.VOLUNTEERS
