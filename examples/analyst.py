"""What an analyst does first: look at a project, compare, write tables, and score own data with an own scheme.

Run it from the folder that holds `examples/`; it writes into the folder that is named, or into out/analyst:

    python examples/analyst.py [FOLDER]

All data of the example are invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

import oca

PROJECT = Path(__file__).parent / "cssp"

OWN_SCHEME = """\
id: own-median
title: {en: Own scheme}
about: {en: The middle answer of each dimension.}
questionnaires: [cssp-oca]
score_types: [consensus]
dimension: median
bands:
  - {id: low, from: 1, title: {en: Low}, text: {en: Little is there.}}
  - {id: high, from: 2.5, title: {en: High}, text: {en: Much is there.}}
"""


def main(folder: Path) -> None:
    """Go through it step by step."""
    # 1. What is wrong, before anything else; check never raises because of what stands in the files.
    found = oca.check(PROJECT)
    print(found.findings_table["code"].value_counts())
    a = oca.assess(PROJECT)
    print(a)

    # 2. The overall scores over the years, and one year with names.
    print(a.overall.round(2).head())
    print(a.matrix("y5", language="en").round(2).head())

    # 3. Change from the first year to the last: how many improved in each dimension.
    change = a.changes.query("kind == 'dimension' and from_period == 'y1' and to_period == 'y5'")
    print(pd.crosstab(change["element"], change["verdict"]))

    # 4. Groups of organizations: for internal eyes, and as the public may see them.
    groups = oca.compare(a, by="cluster", kinds="overall").query("statistic == 'mean' and period == 'y5'")
    print(groups[["group", "value", "organizations"]])
    given = oca.release(a, "public", by="cohort", remembering=False)  # only to look: nothing is given out here
    print(given.audit)

    # 5. Tables for other programs, with a codebook.
    print(len(oca.write_tables(a, folder / "tables")), "files of tables")

    # 6. Own data and an own scheme, without a project.
    form = oca.load_questionnaire("cssp-oca/2")
    records = [
        {"organization": "own", "period": "now", "item": item, "answer": 1 + nth % 4}
        for nth, item in enumerate(form.item_ids)
    ]
    responses = oca.responses_frame(records, form)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "own-median.yaml"
    path.write_text(OWN_SCHEME, encoding="utf-8")
    scores = oca.score(responses, form, oca.load_scheme(path, questionnaire=form))
    print(scores.query("kind == 'overall'")[["organization", "score", "band", "answered"]])

    # 7. What if? Own answers in place of those of a project; the rest of it stays.
    without = a.responses[a.responses["score_type"] != "individual"]
    print(oca.assess(a.project, responses=without))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/analyst"))
