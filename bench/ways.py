"""Ways to the same sums: dimension means and the overall score of each organization, under coverage.

Each way has three functions: `load` turns the long table into what it works on, `score` is what is timed, `arrays`
brings the results into one form for comparison. The others are given the dimension of each item as a column of the
table; each works on its own kind of table, in memory, with texts as categories, and with all the threads that it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from oca.scoring.aggregation import Aggregation
from oca.scoring.score_blocks import score_above
from oca.scoring.sheets import Sheets

LEAST = 0.8 - 1e-9
"""The coverage that cssp-mean asks for."""

NEEDED = ["organization", "dimension", "answer", "status"]

Arrays = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Way:
    """One way to the sums.

    Attributes:
        name: what is printed.
        read: what it works on, from a Parquet file.
        load: the same, from the long table.
        score: what is timed.
        arrays: its results as organizations x dimensions, and organizations, in the order given.
    """

    name: str
    read: Callable[[Path], Any]
    load: Callable[[pd.DataFrame], Any]
    score: Callable[[Any], Any]
    arrays: Callable[[Any, Sequence[str], Sequence[str]], Arrays]


def _pandas_score(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    applies = frame[frame["status"] != "not_applicable"]
    grouped = applies.groupby(["organization", "dimension"], observed=True, sort=False)["answer"]
    dimensions = grouped.agg(["mean", "count", "size"]).reset_index()
    dimensions["score"] = dimensions["mean"].where(dimensions["count"] / dimensions["size"] >= LEAST)
    overall = dimensions.groupby("organization", observed=True, sort=False).agg(
        score=("score", "mean"),
        scored=("score", "count"),
        parts=("score", "size"),
        answered=("count", "sum"),
        items=("size", "sum"),
    )
    enough = (overall["scored"] / overall["parts"] >= LEAST) & (overall["answered"] / overall["items"] >= LEAST)
    return dimensions, overall.assign(score=overall["score"].where(enough)).reset_index()


def _pandas_arrays(made: Any, organizations: Sequence[str], dimensions: Sequence[str]) -> Arrays:
    parts, overall = made
    wide = parts.pivot(index="organization", columns="dimension", values="score")
    whole = overall.set_index("organization")["score"]
    wide.index, wide.columns, whole.index = (index.astype("str") for index in (wide.index, wide.columns, whole.index))
    return wide.reindex(index=organizations, columns=dimensions).to_numpy(), whole.reindex(organizations).to_numpy()


def _polars_load(frame: pd.DataFrame) -> Any:
    import polars

    return polars.from_pandas(_needed(frame), nan_to_null=True)


def _polars_score(table: Any) -> Any:
    import polars as pl

    answered, items, score = pl.col("answered"), pl.col("items"), pl.col("score")
    dimensions = (
        table.lazy()
        .filter(pl.col("status") != "not_applicable")
        .group_by("organization", "dimension")
        .agg(mean=pl.col("answer").mean(), answered=pl.col("answer").count(), items=pl.len())
        .with_columns(score=pl.when(answered / items >= LEAST).then(pl.col("mean")))
        .collect()
    )
    enough = (score.count() / pl.len() >= LEAST) & (answered.sum() / items.sum() >= LEAST)
    overall = dimensions.lazy().group_by("organization").agg(score=pl.when(enough).then(score.mean())).collect()
    return dimensions, overall


def _polars_arrays(made: Any, organizations: Sequence[str], dimensions: Sequence[str]) -> Arrays:
    return _pandas_arrays([one.to_pandas() for one in made], organizations, dimensions)


def _duckdb_load(frame: pd.DataFrame) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.register("given", _needed(frame))
    connection.execute(
        "create table answers as select organization, dimension, status, "
        "case when status = 'answered' then answer end as answer from given"
    )
    connection.unregister("given")
    return connection


def _duckdb_score(connection: Any) -> Any:
    connection.execute(
        f"""create or replace temp table dimensions as
        select organization, dimension, count(answer) as answered, count(*) as items,
               case when count(answer) / count(*) >= {LEAST} then avg(answer) end as score
        from answers where status <> 'not_applicable' group by organization, dimension"""  # noqa: S608
    )
    connection.execute(
        f"""create or replace temp table overall as
        select organization, case when count(score) / count(*) >= {LEAST} and sum(answered) / sum(items) >= {LEAST}
        then avg(score) end as score from dimensions group by organization"""  # noqa: S608
    )
    return connection


def _duckdb_arrays(connection: Any, organizations: Sequence[str], dimensions: Sequence[str]) -> Arrays:
    frames = [connection.sql(f"select * from {table}").df() for table in ("dimensions", "overall")]  # noqa: S608
    return _pandas_arrays(frames, organizations, dimensions)


def _needed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[NEEDED]


def _pandas_read(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path, columns=NEEDED)


def _polars_read(path: Path) -> Any:
    import polars

    return polars.read_parquet(path, columns=NEEDED)


def _duckdb_read(path: Path) -> Any:
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"create view answers as select {', '.join(NEEDED)} from read_parquet('{path}')")  # noqa: S608
    return connection


OTHERS = (
    Way("pandas", _pandas_read, _needed, _pandas_score, _pandas_arrays),
    Way("polars", _polars_read, _polars_load, _polars_score, _polars_arrays),
    Way("duckdb", _duckdb_read, _duckdb_load, _duckdb_score, _duckdb_arrays),
)


def dense(sheets: Sheets, form: Aggregation, respondents: int = 1) -> Arrays:
    """Score a ready matrix with the program's own engine, so many sheets an organization, side by side."""
    size = len(sheets.codes) // respondents
    overall, dimensions, _ = score_above(sheets, np.arange(len(sheets.codes)) // respondents, size, form)
    return dimensions.score, overall.score[:, 0]


def equal(one: Arrays, other: Arrays) -> bool:
    """Say whether two ways came to the same scores, and left the same ones out."""
    return all(np.allclose(a, b, rtol=0, atol=1e-9, equal_nan=True) for a, b in zip(one, other, strict=True))
