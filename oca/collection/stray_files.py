"""Files in a folder of answers that hold none: what systems leave behind, and what people keep beside the answers."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from oca.findings import Finding, Place, finding

OPEN = ("~$", ".~lock.")
"""How the files begin that Excel and LibreOffice lay beside a workbook while it is open."""

_LEFT_BEHIND = (
    ".ds_store",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "icon\r",
    ".localized",
    ".directory",
    ".keep",
    ".gitkeep",
    ".gitignore",
    "readme.md",
    "readme.txt",
)
"""Files that systems and people put into folders, and that hold no answers."""

_BEGINNINGS = ("._", "~wr")
"""How the files begin that macOS lays beside each file of an archive, and Office beside one that it writes."""

_FOLDERS = ("__macosx", "$recycle.bin", "system volume information")

_PICTURE, _SOUND, _DOCUMENT, _MAIL, _SHORTCUT = (
    "a picture",
    "a recording",
    "a document",
    "an e-mail, a contact or a date",
    "a shortcut",
)

_TODO = {
    _PICTURE: "If something is written on it, type that into {form}; then move it out.",
    _SOUND: "Move it out.",
    _DOCUMENT: "If it holds what belongs here, type that into {form}; then move it out.",
    _MAIL: "If a file of answers is attached, save that one here; then move it out.",
    _SHORTCUT: "It points at something elsewhere. If that holds answers, put the file itself here; then move it out.",
}

_ENDS: Mapping[str, str] = {
    end: what
    for what, ends in (
        (_PICTURE, "jpg jpeg jpe jfif png gif bmp tif tiff heic heif webp svg"),
        (_SOUND, "mp3 m4a wav ogg opus amr aac mp4 m4v mov avi mkv 3gp webm wmv"),
        (_DOCUMENT, "pdf doc docx docm dot dotx odt rtf pages ppt pptx odp key epub"),
        (_MAIL, "msg eml mbox oft vcf ics"),
        (_SHORTCUT, "lnk url webloc gsheet gdoc gform"),
    )
    for end in ends.split()
}
"""What a file is, by the end of its name, where no answers are looked for in it."""


def is_left_behind(path: Path) -> bool:
    """Say whether a file is one that holds nothing of a person, by its name and that of its folder."""
    name = path.name.casefold()
    return name in _LEFT_BEHIND or name.startswith(_BEGINNINGS) or path.parent.name.casefold() in _FOLDERS


def is_folder_left_behind(path: Path) -> bool:
    """Say whether a folder is one that a system makes for itself."""
    return path.name.casefold() in _FOLDERS or path.name.startswith(".")


def unrelated(path: Path, name: str, form: str = "a form (oca form)") -> Finding | None:
    """Return what is to be said of a file in which no answers are looked for; None for one that is to be read.

    A workbook stays one, however its name ends. `form` is into what the content of others is typed.
    """
    what = _ENDS.get(path.suffix.lower().lstrip("."))
    if what is None or _is_workbook(path):
        return None
    return finding(
        "file-unrelated", Place(name), what=what, suffix=path.suffix.lower(), todo=_TODO[what].format(form=form)
    )


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
