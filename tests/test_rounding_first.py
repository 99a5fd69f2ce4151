"""A scheme that rounds dimensions first is refused where a score would leave the scale by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import said_by_check
from tests.small import BOSNIAN, ENGLISH, SCHEME, STRUCTURE, put, small_project


def project(folder: Path, levels: list[str], digits: int) -> Path:
    """Return a project whose levels are these four, and whose dimensions are rounded first."""
    small_project(folder)
    put(folder, "questionnaires/small/1.yaml", STRUCTURE.replace("[1, 2, 3, 4]", f"[{', '.join(levels)}]"))
    for language, words in (("en", ENGLISH), ("bs", BOSNIAN)):
        for was, now in zip("1234", levels, strict=True):
            words = words.replace(f'"{was}":', f'"{now}":')
        put(folder, f"questionnaires/small/1.{language}.yaml", words)
    bands = SCHEME.replace("from: 1,", f"from: {levels[0]},").replace("from: 2.5", f"from: {levels[2]}")
    put(folder, "scoring/small-mean.yaml", bands + f"round_dimensions_first: {digits}\n")
    return folder


@pytest.mark.parametrize(
    ("levels", "digits", "said"),
    [
        (["0.1", "0.2", "0.3", "0.4"], 0, "a score of 0.1 would become 0, outside the scale 0.1 to 0.4"),
        (["0", "1", "2", "2.5"], 0, "a score of 2.5 would become 3, outside the scale 0 to 2.5"),
        (["1.25", "2", "3", "4"], 1, ""),
        (["1.24", "2", "3", "4"], 1, "a score of 1.24 would become 1.2, outside the scale 1.24 to 4"),
        (["0.1", "0.2", "0.3", "0.4"], 1, ""),
        (["1", "2", "3", "4"], 0, ""),
    ],
)
def test_rounding_that_leaves_the_scale_is_refused_with_the_line(
    tmp_path: Path, levels: list[str], digits: int, said: str
) -> None:
    lines = said_by_check(project(tmp_path, levels, digits), "yaml-value")
    assert bool(lines) == bool(said), lines
    assert not lines or said in lines[0]
    assert all(one.startswith("scoring/small-mean.yaml:9: error: round_dimensions_first: ") for one in lines)
