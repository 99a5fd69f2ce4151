"""The register of a project: organizations, trainers, trainings; found by sector, topic, region, language or word."""

from oca.reporting.register.page import write_register_page
from oca.reporting.register.search import Query, RegisterRow, find

__all__ = ["Query", "RegisterRow", "find", "write_register_page"]
