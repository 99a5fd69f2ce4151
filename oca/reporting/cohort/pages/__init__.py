"""The pages of the cohort report: each module makes one."""
