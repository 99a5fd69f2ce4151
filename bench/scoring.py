"""Scoring on dense arrays against the same sums in pandas, polars and DuckDB, with the results compared.

The ways take turns, so that whoever else uses the machine slows all of them alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from bench import answers, memory, ways
from oca.instrument.questionnaire import Questionnaire
from oca.instrument.reading import load_questionnaire
from oca.instrument.scheme import load_scheme
from oca.scoring import counts, score_blocks
from oca.scoring.aggregation import Aggregation, structure
from oca.scoring.scores import score_sheets
from oca.scoring.sheets import Codes, to_sheets

ANSWERS = (1_000_000, 20_000_000)

RUNS = 5

REFERENCE = "polars"


def setting() -> tuple[Questionnaire, Aggregation]:
    """Return the questionnaire and the rules that everything here is scored by."""
    questionnaire, (scheme, _) = load_questionnaire("cssp-oca/2"), load_scheme("cssp-mean")
    return questionnaire, structure(questionnaire, scheme)


def in_turn(works: Mapping[str, Callable[[], object]], runs: int = RUNS) -> dict[str, float]:
    """Return the median seconds of each of several works, run one after the other in every round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs + 1):  # the first round is not counted
        for name, work in works.items():
            began = time.perf_counter()
            work()
            if turn:
                taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(one) for name, one in taken.items()}


def table() -> None:
    """Print every measurement of scoring."""
    for count in ANSWERS:
        _against_others(count)
        memory.table(count)
    _bandwidth()
    _growth()


def _against_others(count: int) -> None:
    questionnaire, form = setting()
    sheets = answers.as_sheets(questionnaire, answers.matrix(questionnaire, count // len(questionnaire.items)))
    frame = answers.long_table(questionnaire, sheets)
    weighted = _with_weights(form)
    works: dict[str, Callable[[], object]] = {
        "oca, from the ready matrix": lambda: ways.dense(sheets, form),
        "oca, the same with weights (products, not counts)": lambda: ways.dense(sheets, weighted),
        "oca, long table to matrix to scores": lambda: ways.dense(to_sheets(frame, questionnaire), form),
        "oca, matrix to the table SCORES": lambda: score_sheets(sheets, questionnaire, form.scheme),
    }
    if count > ANSWERS[0]:
        del works["oca, matrix to the table SCORES"]  # some gigabytes of text
    own = ways.dense(sheets, form)
    agree = {"oca": ways.equal(own, ways.dense(to_sheets(frame, questionnaire), form))}
    print(f"{len(frame):,} answers, {len(sheets.codes):,} organizations, medians of {RUNS} rounds")
    for way in ways.OTHERS:
        try:
            loaded = way.load(frame)
        except ImportError:
            print(f"  {way.name} is not installed, so it is left out")
            continue
        made = way.arrays(way.score(loaded), list(sheets.keys["organization"]), questionnaire.dimension_ids)
        agree[way.name] = ways.equal(own, made)
        works[way.name] = lambda way=way, loaded=loaded: way.score(loaded)  # type: ignore[misc]
    _print(in_turn(works))
    print(f"  results equal to oca's from the ready matrix: {agree}")


def _print(taken: Mapping[str, float]) -> None:
    reference = taken.get(REFERENCE)
    for name, seconds in taken.items():
        ratio = f"{reference / seconds:7.2f} x as fast as {REFERENCE}" if reference else ""
        print(f"  {name:<56}{seconds:9.4f} s {ratio}")


def _with_weights(form: Aggregation) -> Aggregation:
    """Return the rules with a weight of its own for each item, so that counts alone are not enough."""
    from dataclasses import replace

    return replace(form, item_weights=np.arange(1.0, len(form.items) + 1))


def _bandwidth() -> None:
    """Print how many bytes a second scoring reads, against a copy of the same matrix; also with what each writes."""
    questionnaire, form = setting()
    print("Bytes a second that are read: scoring a matrix of bytes, against a plain copy of it")
    for count in (ANSWERS[-1], 10 * ANSWERS[-1]):
        codes = answers.matrix(questionnaire, count // len(questionnaire.items))
        sheets = answers.bare_sheets(questionnaire, codes)
        scores = sum(array.nbytes for array in ways.dense(sheets, form))
        rows = score_blocks.BYTES_AT_A_TIME // len(sheets.items)
        slices = [codes[first : first + rows] for first in range(0, len(codes), rows)]
        works: dict[str, Callable[[], object]] = {
            "a copy": partial(codes.copy, order="K"),
            "writing as many bytes as the scores have": partial(np.ones, scores, dtype=np.uint8),
            "the sums of bytes alone": partial(_each, slices, partial(counts.sums, parts=form.dimensions)),
            "all of scoring": partial(ways.dense, sheets, form),
        }
        taken = in_turn(works)
        for name, seconds in taken.items():
            print(
                f"  {codes.nbytes / 1e6:6.0f} MB: {name:<42}{seconds:8.4f} s {codes.nbytes / seconds / 1e9:7.2f} GB/s"
                f" {taken['a copy'] / seconds:6.1%} of a copy"
            )
    print(f"  for each byte read, scoring writes {scores / codes.nbytes:.1f} bytes of scores, and counts")


def _each(slices: Sequence[Codes], work: Callable[[Codes], object]) -> None:
    for one in slices:
        work(one)


def _growth() -> None:
    """Print seconds from the ready matrix as answers, respondents and items grow."""
    questionnaire, form = setting()
    print("Growth, from the ready matrix")
    cases = [(count, 1, 1) for count in (1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)]
    cases += [(6_000_000, people, 1) for people in (1, 6)] + [(6_000_000, 1, times) for times in (1, 2, 4)]
    for count, people, times in cases:
        wide = answers.wider(questionnaire, times)
        rules = structure(wide, form.scheme)
        sheets = answers.bare_sheets(wide, answers.matrix(wide, count // len(wide.items) // people * people))
        work = {"": lambda sheets=sheets, rules=rules, people=people: ways.dense(sheets, rules, people)}
        seconds = in_turn(work)[""]
        print(
            f"  {count:>11,} answers, {people} a unit, {len(wide.items):>3} items:{seconds:9.4f} s,"
            f" {seconds / count * 1e9:5.1f} ns an answer"
        )
