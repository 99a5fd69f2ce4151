"""Workbooks as grids: read, inspected before they are read, styled, written."""
