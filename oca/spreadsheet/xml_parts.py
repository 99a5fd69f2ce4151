"""XML parts of a workbook, read by a streaming parser with limits.

The parser is expat, of the standard library. A part that is not well-formed is damaged as a whole; one that declares
entities, or nests without end, is no part that a spreadsheet program writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

DEPTH = 64
"""Elements that may stand in one another; a sheet has about eight."""


class DamagedPartError(Exception):
    """A part is not what a spreadsheet program writes."""


class PartReader:
    """A part while it is read; a kind of part says what to do when an element begins, ends or holds text."""

    def __init__(self) -> None:
        self.within: list[str] = []
        """The names of the elements that are open, without prefixes, the outermost first."""

    def read(self, xml: bytes) -> None:
        """Read the whole part.

        Raises:
            DamagedPartError: it is not well-formed, declares entities, nests too deeply, or is not in UTF-8.
        """
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise DamagedPartError(str(error)) from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        self.within.append(name)
        if len(self.within) > DEPTH:
            raise DamagedPartError("too deep")
        self.begin(name, attributes)

    def _end(self, _: str) -> None:
        self.end(self.within.pop())

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a text inside the innermost open element."""


class Elements(PartReader):
    """Keeps the attributes of every element of some name: the sheets of a workbook, the relationships of a part."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.found: list[Mapping[str, str]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Keep the attributes of an element that is wanted."""
        if name == self.wanted:
            self.found.append(attributes)


class SharedTexts(PartReader):
    """Says of each shared text, by its number, whether it says anything."""

    def __init__(self) -> None:
        super().__init__()
        self.filled: list[bool] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count a text."""
        if name == "si":
            self.filled.append(False)

    def text(self, text: str) -> None:
        """Note that the present text says something; how it is pronounced is no part of it."""
        if self.filled and self.within[-1] == "t" and "rPh" not in self.within:
            self.filled[-1] = True


def _refuse(*_: object) -> None:
    raise DamagedPartError("it declares entities")
