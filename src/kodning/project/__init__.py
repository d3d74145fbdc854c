"""The one door to a project: open it, import, code, retract, ask. Everything above goes through here."""

from kodning.project.base import checked_name
from kodning.project.coding import Project
from kodning.project.documents import Imported

__all__ = ["Imported", "Project", "checked_name"]
