"""Respondents are people: what stands for one in a file becomes a pseudonym before anything else is done with it.

A pseudonym is a keyed hash (HMAC-SHA256, RFC 2104) of the text, in the form used for matching, so that a person has the
same one in every file and period of a project, and another one in every other project. The key lies in the project
folder. Without it nobody can try names until one fits; with it anybody can.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from oca.errors import UsageError
from oca.files import reported
from oca.findings import Finding, Place, finding
from oca.folders import unreadable
from oca.language import for_matching

KEY_FILE = "respondents.key"
"""Where the key lies in a project folder."""

UNNAMED = "p-?"
"""Stands for a respondent who would need a pseudonym where there is no key; never kept."""

_KEY_TEXT = """\
# The key to the pseudonyms of this project's respondents. Keep it with the project, and give it to nobody who receives
# results. If it is lost, the same people get other pseudonyms.
{key}
"""

_KEY = re.compile(r"[0-9a-f]{64}")

_CODE = re.compile(r"[A-Za-z]{0,2}-?[0-9]{1,4}")
"""A code that a consultant gave: r1, R-07, 12. Three letters would let Ana1 pass."""

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

_READABLE = "0123456789abcdefghjkmnpqrstvwxyz"
"""Digits and letters that are not taken for one another when a pseudonym is read out."""

_LENGTH = 8
"""40 bits: among 5,000 respondents, two that get the same pseudonym are met in about one of 90,000 projects."""

_PSEUDONYM = re.compile(rf"p-[{_READABLE}]{{{_LENGTH}}}")


class Respondents:
    """Gives pseudonyms, and notices when two people would get the same one."""

    def __init__(self, key: bytes | None) -> None:
        self._key = key
        self._given: dict[str, str] = {}
        self._whose: dict[str, str] = {}
        self._shared: set[str] = set()

    def pseudonym(self, typed: str) -> str:
        """Return what stands for a respondent: a code or a pseudonym as it is, for anything else the keyed hash.

        Returns:
            `p-` and eight letters or digits; empty for an empty text; UNNAMED where a key would be needed.
        """
        if not typed or stays(typed):
            return typed
        if self._key is None:
            return UNNAMED
        if typed not in self._given:
            self._given[typed] = self._pseudonym(for_matching(typed), self._key)
        return self._given[typed]

    def of_submission(self, name: str) -> str:
        """Return what stands for the respondent of a submission that names none, by the submission's own name.

        That name is no person's, so it needs no key; where there is one, the pseudonym is of this project alone.
        """
        if not name or stays(name):
            return name
        if name not in self._given:
            self._given[name] = self._pseudonym(name, self._key or b"")
        return self._given[name]

    def is_shared(self, pseudonym: str) -> bool:
        """Say whether two different people were given this pseudonym."""
        return pseudonym in self._shared

    def _pseudonym(self, plain: str, key: bytes) -> str:
        made = keyed(plain, key)
        if self._whose.setdefault(made, plain) != plain:
            self._shared.add(made)
        return made


def stays(typed: str) -> bool:
    """Say whether a text names nobody and is kept: a short code (r1, R-07, 12), or a pseudonym of ours.

    >>> stays("R-07"), stays("p-7k3f9qm2"), stays("Ana1"), stays("staff 3")
    (True, True, False, False)
    """
    return bool(_CODE.fullmatch(typed) or _PSEUDONYM.fullmatch(typed))


def keyed(plain: str, key: bytes) -> str:
    """Return the pseudonym of a text that is already in the form used for matching."""
    digest = hmac.new(key, plain.encode(), hashlib.sha256).digest()
    letters = base64.b32encode(digest).decode().translate(str.maketrans(_BASE32, _READABLE, "="))
    return f"p-{letters[:_LENGTH]}"


def make_key(folder: Path) -> Path:
    """Make the key of a project, readable by its owner alone where the system knows owners.

    Raises:
        UsageError: there is one already; another would give everybody another pseudonym.
    """
    path = folder / KEY_FILE
    text = _KEY_TEXT.format(key=secrets.token_hex(32))
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already. With another key, everybody would get another pseudonym; it was left as it is."
        ) from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error
    try:
        with reported(path), os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except UsageError:
        path.unlink()
        raise
    return path


def read_key(folder: Path) -> tuple[bytes | None, list[Finding]]:
    """Return the key of a project; None when it has none, and a finding when its file holds no key."""
    path = folder / KEY_FILE
    if not path.is_file():
        return None, []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        return None, [unreadable(Place(KEY_FILE), error)]
    except UnicodeDecodeError:
        lines = []
    keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if len(keys) != 1 or not _KEY.fullmatch(keys[0]):
        return None, [finding("respondents-key-damaged", Place(KEY_FILE), file=KEY_FILE)]
    return bytes.fromhex(keys[0]), []
