"""The cohort report: all organizations together, for the programme team (internal) and for donors (public)."""

from __future__ import annotations

from oca.reporting.cohort.report import cohort_page, cohort_pdf, cohort_report, write_cohort_report

__all__ = ["cohort_page", "cohort_pdf", "cohort_report", "write_cohort_report"]
