"""The one door to a project: open it, import, code, retract, ask. Everything above goes through here."""

from kodning.project.base import checked_name
from kodning.project.changing import Change
from kodning.project.importing import Imported, Outcome
from kodning.project.merging import Project
from kodning.project.viewing import BlindError, whoami

__all__ = ["BlindError", "Change", "Imported", "Outcome", "Project", "checked_name", "whoami"]
