"""Scores, schemes and changes in words."""
