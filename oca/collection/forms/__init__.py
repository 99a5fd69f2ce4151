"""Blank instruments."""
