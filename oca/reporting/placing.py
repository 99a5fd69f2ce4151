"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from oca.errors import UsageError


@contextmanager
def placed_whole(path: Path) -> Iterator[Path]:
    """Give a temporary name in the folder of `path`; what was written there is moved into place when all went well.

    Raises:
        UsageError: the file cannot be written: its folder cannot be made, the disk is full, or on Windows it is open in
            another program.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except PermissionError as error:
        raise UsageError(f"{path} cannot be written. If it is open in another program, close it there.") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{path} cannot be written: {error.filename} is a file, not a folder.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        with suppress(OSError):  # there is no such folder, or nothing can be changed in it
            part.unlink()
