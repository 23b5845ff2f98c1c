"""Un aislamiento al que se le quita una defensa: lo que demuestra que hacía falta."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograde.sandbox import Limits, Sandbox, layout

#: fichero de `inside`, texto que está y texto que se pone en su lugar
Change = tuple[str, str, str]


@contextmanager
def weakened(folder: Path, changes: Sequence[Change], limits: Limits) -> Iterator[Sandbox]:
    """Un aislamiento con `inside` cambiado; falla si lo que se quita ya no está donde se dice."""
    copy = folder / "inside"
    shutil.copytree(layout.inside_folder(), copy)
    for name, old, new in changes:
        text = (copy / name).read_text()
        assert old in text, (name, old)
        (copy / name).write_text(text.replace(old, new))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "inside_folder", lambda: copy)
        with Sandbox(limits) as box:
            box.session().close()
            yield box
