"""What is kept back where few people rated alone, tried by attack: whoever knows their own rating learns no other's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import product
from math import factorial, prod
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from oca.assessment import Assessment
from oca.instrument.questionnaire import Questionnaire
from oca.language import round_half_up
from oca.raters.agreement import agreement
from oca.raters.few_raters import KEPT_BACK, protected, protected_changes
from oca.reporting.organization.report import individual_report
from oca.reporting.printing import render
from oca.scoring.scores import score
from tests import making
from tests.handmade import changes
from tests.printed import answered

Pattern = tuple[int, ...]
"""What each person answered to one item."""


def rated(form: Questionnaire, answers: dict[str, dict[str, Pattern]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return SCORES as they may be shown and AGREEMENT of {organization: {item: answer of each person}}."""
    sheets = [
        {
            "organization": organization,
            "score_type": "individual",
            "respondent": f"r{person}",
            "answers": {item: pattern[person] for item, pattern in items.items()},
        }
        for organization, items in answers.items()
        for person in range(len(next(iter(items.values()))))
    ]
    responses = making.responses(sheets)
    scheme = making.scheme(bands={"low": form.levels[0]})
    scores = score(responses, {form.ref: form}, {"y1": scheme})
    members = {"y1": {item.id: item.dimension for item in form.items}}
    own = [protected(rows, members) for _, rows in scores.groupby("organization", sort=False)]
    return pd.concat(own), agreement(responses, {form.ref: form}, ["y1"])


def learned(told: dict[Pattern, Hashable]) -> list[Pattern]:
    """Return the patterns in which the first person learns what another one answered.

    Args:
        told: what the report says, for each pattern.
    """
    possible: dict[tuple[int, Hashable], set[Pattern]] = defaultdict(set)
    for pattern, said in told.items():
        possible[pattern[0], said].add(tuple(sorted(pattern[1:])))
    certain = {key for key, others in possible.items() if len(others) == 1 and len(set(next(iter(others)))) == 1}
    return [pattern for pattern, said in told.items() if (pattern[0], said) in certain]


def every(people: int, levels: int) -> list[Pattern]:
    return list(product(range(1, levels + 1), repeat=people))


@pytest.mark.slow
@pytest.mark.parametrize("people", [3, 4])
@pytest.mark.parametrize("levels", [2, 3, 4, 5])
def test_what_is_told_of_an_item_gives_no_answer_away(people: int, levels: int) -> None:
    """Every way in which three or four people can rate an item, as an organization of its own."""
    form = making.questionnaire({"one": ["a", "b", "c"]}, levels=range(1, levels + 1))
    patterns = {f"org{place}": pattern for place, pattern in enumerate(every(people, levels))}
    same = (1,) * people
    scores, verdicts = rated(form, {one: {"a": pattern, "b": same, "c": same} for one, pattern in patterns.items()})
    items = scores[scores["element"] == "a"].set_index("organization")
    words = verdicts[verdicts["element"] == "a"].set_index("organization")["verdict"]
    assert set(items["status"]) == {KEPT_BACK}
    assert items[["score", "index", "lowest", "highest"]].isna().all(axis=None)
    assert learned({pattern: words[one] for one, pattern in patterns.items()}) == []


def nearest(pattern: Pattern) -> int:
    return int(round_half_up(sum(pattern) / len(pattern), 0))


@pytest.mark.parametrize(
    ("told", "pattern"),
    [
        (lambda pattern: round(sum(pattern) / 3, 1), (4, 1, 1)),
        (nearest, (2, 1, 1)),
        (lambda pattern: len(set(pattern)) == 1, (2, 2, 2)),
    ],
    ids=["the mean", "the nearest level", "whether all are alike"],
)
def test_what_used_to_be_told_gave_answers_away(told: Callable[[Pattern], Hashable], pattern: Pattern) -> None:
    """The attack works: 4, 1, 1 has mean 2.0; 2, 1, 1 lies nearest to 1, as no other pattern with a 2 does."""
    assert pattern in learned({one: told(one) for one in every(3, 4)})


def test_on_two_levels_close_would_mean_alike_so_few_people_get_no_verdict() -> None:
    form = making.questionnaire({"one": ["a", "b", "c"]}, levels=(1, 2))
    answers: dict[str, dict[str, Pattern]] = {"org": dict.fromkeys("abc", (1, 1, 1, 1))}
    assert set(rated(form, answers)[1]["verdict"]) == {""}
    five: dict[str, dict[str, Pattern]] = {"org": dict.fromkeys("abc", (1, 1, 1, 1, 1))}
    assert set(rated(form, five)[1]["verdict"]) == {"close"}


def share_learned(items: int, chances: tuple[float, ...]) -> float:
    """Return how often somebody among three people learns an answer from a dimension's score and its verdicts.

    Each item is seen from the first person: their own answer, and the two others' in any order. A verdict is wide where
    the three range over two levels; on four levels their mean deviation is never too much otherwise.
    """
    one_item = [
        (
            own,
            others,
            own + sum(others),
            max(own, *others) - min(own, *others) >= 2,
            chances[own - 1] * prod(chances[one - 1] for one in others) * orders(others),
        )
        for own in range(1, 5)
        for others in product(range(1, 5), repeat=2)
        if others[0] <= others[1]
    ]
    ways: dict[Any, list[Any]] = defaultdict(list)
    for made in product(one_item, repeat=items):
        printed = round_half_up(sum(one[2] for one in made) / (3 * items), 1)
        ways[tuple((one[0], one[3]) for one in made), printed].append(made)
    return sum(prod(one[4] for one in made) for group in ways.values() if certain(group) for made in group)


def certain(group: list[Any]) -> bool:
    """Say whether, in all ways that look the same, some item has the same two others' answers, and these are equal."""
    seen = [{one[1] for one in column} for column in zip(*group, strict=True)]
    return any(len(others) == 1 and len(set(next(iter(others)))) == 1 for others in seen)


def orders(others: Iterable[int]) -> int:
    counts = Counter(others)
    return factorial(counts.total()) // prod(factorial(count) for count in counts.values())


def test_a_score_of_three_items_seldom_gives_anything_away_and_one_of_two_does_more_often() -> None:
    """Chances like those of real answers; the two shares stand in the module's docstring as 1 in 200 and 1 in 30."""
    chances = (0.15, 0.4, 0.35, 0.1)
    assert share_learned(3, chances) == pytest.approx(1 / 200, rel=0.1)
    assert share_learned(2, chances) == pytest.approx(1 / 30, rel=0.1)


def test_a_score_of_fewer_than_three_items_is_kept_back_with_them() -> None:
    form = making.questionnaire({"one": ["a", "b", "c"], "two": ["d", "e"]})
    scores, _ = rated(form, {"org": dict.fromkeys("abcde", (1, 2, 3))})
    status = scores.set_index("element")["status"]
    assert (status["one"], status["overall"], status["two"]) == ("scored", "scored", KEPT_BACK)


def test_of_five_people_everything_is_shown() -> None:
    form = making.questionnaire({"one": ["a"]})
    scores, _ = rated(form, {"org": {"a": (1, 2, 3, 4, 4)}})
    assert set(scores["status"]) == {"scored"}


def test_an_item_that_few_of_many_answered_takes_another_with_it() -> None:
    """Six people; three answered c. From the dimension's mean and those of a and b, c's could be worked out."""
    form = making.questionnaire({"one": ["a", "b", "c"], "two": ["d", "e"]})
    sheets = [
        {
            "score_type": "individual",
            "respondent": f"r{person}",
            "answers": {"a": 2, "b": 3 if person else "don't know", "c": 1 if person < 3 else "", "d": 1, "e": 1},
        }
        for person in range(6)
    ]
    scores = score(making.responses(sheets), {form.ref: form}, {"y1": making.scheme()})
    shown = protected(scores, {"y1": {item.id: item.dimension for item in form.items}}).set_index("element")["status"]
    assert [one for one in "abcde" if shown[one] == KEPT_BACK] == ["b", "c"]


def test_agreed_sheets_are_all_there() -> None:
    form = making.questionnaire({"one": ["a"]})
    scores = score(making.responses([{"answers": {"a": 2}}]), {form.ref: form}, {"y1": making.scheme()})
    assert protected(scores, {"y1": {"a": "one"}}).equals(scores)


def test_a_change_of_what_is_kept_back_is_kept_back() -> None:
    form = making.questionnaire({"one": ["gov-a", "gov-b", "gov-c"]})
    scores, _ = rated(form, {"org": dict.fromkeys(("gov-a", "gov-b", "gov-c"), (1, 2, 3))})
    told = changes({("y1", "y2", "org"): {"overall": 1.0, "one": 1.0, "gov-a": 1.0}})
    after = protected_changes(told, scores).set_index("element")
    assert after["verdict"].to_dict() == {"overall": "improved", "one": "improved", "gov-a": "not_comparable"}
    assert pd.isna(after.loc["gov-a", "change"])
    assert after.loc["gov-a", "reason"] == KEPT_BACK
    few = protected_changes(told.assign(compared=2), scores)
    assert few["change"].isna().all()


def three(folder: Path, *people: Pattern) -> Assessment:
    return answered(folder, y2=[("zora", one) for one in people], individual=True)


def test_two_ways_of_rating_that_may_not_be_told_apart_give_the_same_report(tmp_path: Path) -> None:
    """Board 1, 1, 2 and mission 2, 2, 2, or board 1, 2, 2 and mission 2, 2, 1: the same sum, both close."""
    one = three(tmp_path / "one", (1, 2, 3, 3), (1, 2, 3, 3), (2, 2, 3, 4))
    two = three(tmp_path / "two", (1, 2, 3, 3), (2, 2, 4, 3), (2, 1, 3, 3))
    pages = [
        render.html(individual_report(made, "zora", "y2", "en", with_annex=True), folder)
        for made, folder in ((one, tmp_path / "one"), (two, tmp_path / "two"))
    ]
    assert "ratings close together" in pages[0]
    assert pages[0] == pages[1]
    other = three(tmp_path / "other", (1, 2, 3, 3), (3, 2, 4, 3), (2, 1, 3, 3))
    assert render.html(individual_report(other, "zora", "y2", "en", with_annex=True)) != pages[0]
