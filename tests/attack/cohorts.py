"""Random small cohorts, written as project folders with the files that a consultant has."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

N_A, DONT_KNOW, BLANK = "N/A", "don't know", ""

SCALES: tuple[tuple[float, ...], ...] = ((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3), (1, 2, 3, 4, 5), (0, 1, 2, 3), (1, 2, 4))

Answers = Mapping[tuple[str, str, str], str]
"""What was answered, by period, organization and item: a level, or one of the states."""


@dataclass(frozen=True)
class Cohort:
    """Everything of a project: what is public of it (all but the answers), and the answers.

    Attributes:
        levels: the scale of all items.
        dimensions: the items of each dimension.
        item_weights, dimension_weights: those other than 1.
        overall: whether the overall is made of `dimensions` or of `items`.
        bands: where each band starts.
        periods: ids of the periods.
        groups: each organization's cluster; a sector is a cluster of one.
        sizes: each organization's size, a column of the register.
        answers: what was answered; an organization without a row in a period was not assessed then.
        thresholds: how many organizations must stand behind what the audiences see.
        about: why it is there, for messages.
    """

    levels: tuple[float, ...]
    dimensions: Mapping[str, tuple[str, ...]]
    bands: tuple[float, ...]
    periods: tuple[str, ...]
    groups: Mapping[str, str]
    sizes: Mapping[str, str]
    answers: Answers
    item_weights: Mapping[str, float]
    dimension_weights: Mapping[str, float]
    overall: str = "dimensions"
    coverage: float = 0.8
    about: str = "random"

    @property
    def organizations(self) -> tuple[str, ...]:
        """All organizations of the register."""
        return tuple(self.groups)

    @property
    def items(self) -> tuple[str, ...]:
        """All items, in order."""
        return tuple(item for items in self.dimensions.values() for item in items)

    def write(self, folder: Path) -> Path:
        """Write the project into a folder, and return the folder."""
        for name, text in self._files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    def _files(self) -> dict[str, str]:
        files = {
            "project.yaml": self._project(),
            "organizations.csv": self._register(),
            "scoring/drawn.yaml": self._scheme(),
            "questionnaires/drawn/1.yaml": self._structure(),
            "questionnaires/drawn/1.en.yaml": self._words(),
        }
        for period in self.periods:
            rows = [
                f"{organization},{item},{answer},consensus"
                for (when, organization, item), answer in self.answers.items()
                if when == period
            ]
            files[f"responses/{period}/all.csv"] = "\n".join(["organization,item,answer,score_type", *rows, ""])
        return files

    def _project(self) -> str:
        lines = ["name: {en: Drawn cohort}", "synthetic: true", "languages: [en]", "periods:"]
        for nth, period in enumerate(self.periods):
            lines += [
                f"  - id: {period}",
                f"    label: {{en: Round {nth + 1}}}",
                f"    date: {2024 + nth}-05-31",
                "    questionnaire: drawn/1",
                "    scheme: drawn",
            ]
        clusters = sorted(set(self.groups.values()))
        lines.append("sectors:")
        lines += [f"  in-{cluster}: {{en: Sector {cluster}}}" for cluster in clusters]
        lines.append("clusters:")
        lines += [f"  - {{id: {one}, label: {{en: Cluster {one}}}, sectors: [in-{one}]}}" for one in clusters]
        return "\n".join([*lines, ""])

    def _register(self) -> str:
        rows = ["id,name,sector,language,joined,left,size"]
        for organization, cluster in self.groups.items():
            rows.append(f"{organization},Organization {organization},in-{cluster},en,,,{self.sizes[organization]}")
        return "\n".join([*rows, ""])

    def _scheme(self) -> str:
        bands = [
            f"  - {{id: b{nth}, from: {start:g}, title: {{en: Band {nth}}}, text: {{en: Text {nth}.}}}}"
            for nth, start in enumerate(self.bands)
        ]
        weights = [
            f"  {what}: {{{', '.join(f'{name}: {weight:g}' for name, weight in table.items())}}}"
            for what, table in (("items", self.item_weights), ("dimensions", self.dimension_weights))
            if table
        ]
        lines = [
            "id: drawn",
            "title: {en: Drawn}",
            "about: {en: Drawn.}",
            "questionnaires: [drawn]",
            "score_types: [consensus]",
            f"overall: {self.overall}",
            f"coverage: {{items: {self.coverage:g}, dimensions: {self.coverage:g}}}",
            *(["weights:", *weights] if weights else []),
            "bands:",
            *bands,
        ]
        return "\n".join([*lines, ""])

    def _structure(self) -> str:
        lines = [
            "id: drawn",
            'version: "1"',
            "source_language: en",
            "languages: [en]",
            f"scale: {{levels: [{', '.join(f'{level:g}' for level in self.levels)}]}}",
            "dimensions:",
        ]
        lines += [f"  - {{id: {one}, items: [{', '.join(items)}]}}" for one, items in self.dimensions.items()]
        return "\n".join([*lines, ""])

    def _words(self) -> str:
        names = {f"{level:g}": f"Level {nth}" for nth, level in enumerate(self.levels)}
        lines = ["language: en", "title: Drawn questionnaire", "introduction: Choose.", "scale:"]
        lines += [f'  "{key}": {{name: {name}, text: {name} text.}}' for key, name in names.items()]
        lines.append("dimensions:")
        lines += [
            f"  {one}: {{title: Dimension {one}, short: {one}, about: About {one}., next: Next {one}.}}"
            for one in self.dimensions
        ]
        lines.append("items:")
        for item in self.items:
            texts = ", ".join(f'"{key}": {item} at {key}.' for key in names)
            lines += [f"  {item}:", f"    title: Item {item}", f"    prompt: How is {item}?", f"    levels: {{{texts}}}"]
        return "\n".join([*lines, ""])
