"""Closed lists: kinds of organisation and unit, roles, and the states of a membership."""

from enum import IntFlag

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tvaers.guard.enums import Category, Purpose


class OrganisationKind(models.TextChoices):
    """What an organisation is in law; decides which roles it can have and what it may receive (R4)."""

    MUNICIPALITY = "municipality", _("Municipality")
    POLICE = "police", _("Police district")
    PROBATION = "probation", _("Prison and Probation Service")
    SCHOOL = "school", _("School")
    INSTITUTION_PUBLIC = "institution-public", _("Self-governing institution with a public task")
    INSTITUTION = "institution", _("Self-governing institution without a public task")
    HOUSING = "housing", _("Housing organisation")
    ASSOCIATION = "association", _("Association")


class Regime(models.TextChoices):
    """By which law an organisation handles what it holds about people (R6)."""

    GDPR = "gdpr", _("the GDPR and the Data Protection Act")
    LAW_ENFORCEMENT = "law-enforcement", _("the Law Enforcement Data Protection Act")


class UnitKind(models.TextChoices):
    """What a unit within an organisation does (enhed)."""

    SSP = "ssp", _("SSP")
    FAMILY = "family", _("Family department")
    STREET = "street", _("Street team")
    YOUTH = "youth", _("Youth department")
    PARENTS = "parents", _("Parent support")
    PREVENTION = "prevention", _("Prevention")
    EXIT = "exit", _("Exit")
    PROBATION = "probation", _("Supervision")
    SCHOOL = "school", _("School team")
    LEADERSHIP = "leadership", pgettext_lazy("unit", "Leadership")
    OTHER = "other", _("Other")


class Role(IntFlag):
    """What somebody does at work (rolle). A membership has one or more; each is a bit of the signed context."""

    COORDINATOR = 1
    SSP_CONSULTANT = 2
    CASEWORKER = 4
    STREET_WORKER = 8
    PARENT_COACH = 16
    POLICE_PREVENTION = 32
    POLICE_EXIT = 64
    PROBATION_OFFICER = 128
    SUPERVISOR = 256
    SIGNATORY = 512
    STEERING = 1024
    INSPECTOR = 2048
    ADMINISTRATOR = 4096


ROLE_LABELS: dict[Role, Promise] = {
    Role.COORDINATOR: _("Coordinator"),
    Role.SSP_CONSULTANT: _("SSP consultant"),
    Role.CASEWORKER: _("Family caseworker"),
    Role.STREET_WORKER: _("Street worker"),
    Role.PARENT_COACH: _("Parent coach"),
    Role.POLICE_PREVENTION: _("Police prevention officer"),
    Role.POLICE_EXIT: _("Police exit coordinator"),
    Role.PROBATION_OFFICER: _("Probation officer"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.SIGNATORY: _("Signatory"),
    Role.STEERING: _("Steering group member"),
    Role.INSPECTOR: _("Inspector"),
    Role.ADMINISTRATOR: _("Administrator"),
}


# What somebody in the role does, in one line; said where roles are given.
ROLE_DUTIES: dict[Role, Promise] = {
    Role.COORDINATOR: _("Leads cases, receives concerns and shares with others."),
    Role.SSP_CONSULTANT: _("Works with young people, schools and police on prevention."),
    Role.CASEWORKER: _("Works with the family under the social services act."),
    Role.STREET_WORKER: _("Meets young people where they are."),
    Role.PARENT_COACH: _("Supports parents."),
    Role.POLICE_PREVENTION: _("Does the police's preventive work, never investigation."),
    Role.POLICE_EXIT: _("Helps people out of gangs."),
    Role.PROBATION_OFFICER: _("Supervises and prepares release."),
    Role.SUPERVISOR: _("Leads a unit and answers for its cases."),
    Role.SIGNATORY: _("Signs agreements for the organisation."),
    Role.STEERING: _("Follows the partnership as a whole, without people."),
    Role.INSPECTOR: _("Checks who looked at what, and why."),
    Role.ADMINISTRATOR: _("Keeps people, units and roles on these pages."),
}

CATEGORY_LABELS: dict[Category, Promise] = {
    Category.PLAN: _("plan and tasks"),
    Category.CONCERN: _("concerns"),
    Category.ENTRY: _("notes in the case"),
    Category.IDENTITY: _("name and ways to reach"),
    Category.ASSESSMENT: _("professional assessments"),
    Category.OTHERS: _("relatives and other people"),
    Category.REPORTER: _("who reported"),
    Category.HEALTH: _("health"),
    Category.OFFENCE: _("offences"),
}

PURPOSE_LABELS: dict[Purpose, Promise] = {
    Purpose.SSP: _("prevention of crime (SSP)"),
    Purpose.PSP: _("police, social services and psychiatry (PSP)"),
    Purpose.KSP: _("probation service, social services and police (KSP)"),
    Purpose.RADICALISATION: _("prevention of radicalisation (infohus)"),
    Purpose.EXIT: _("help out of gangs (exit)"),
    Purpose.RELEASE: _("planned release"),
    Purpose.PARENTS: _("support to parents"),
    Purpose.OVERSIGHT: _("oversight"),
    Purpose.VOLUNTEERS: _("the organisation’s own volunteers"),
}


class MembershipState(models.TextChoices):
    """Where a membership is in its life."""

    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("At work")
    LEFT = "left", _("Has left")


# Whose task it is in law to assess a concern about a young person; what others write down they send to one of these.
ASSESSES_CONCERNS = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})

# Who may receive what others disclose: authorities and institutions with a public task (R4, § 115 stk. 3).
RECEIVES_DISCLOSURES = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.POLICE,
        OrganisationKind.PROBATION,
        OrganisationKind.SCHOOL,
        OrganisationKind.INSTITUTION_PUBLIC,
    }
)


def roles_in(mask: int) -> list[Role]:
    """Return the roles of a mask, in the order of the list."""
    return [role for role in Role if mask & role]
