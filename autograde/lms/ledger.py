"""Lo que se recogió del campus: identificador y carpeta de cada estudiante en una tarea."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from autograde.errors import UserError

VERSION = 1
MOODLE = "moodle"


@dataclass(frozen=True)
class Collected:
    """Una entrega recogida: su estudiante, su carpeta en el ZIP y de dónde salió su fecha.

    campus, order
        De qué campus vino, y el número con que guardó el cuaderno (crece; 0 si no lo da).
    """

    student: str
    folder: str
    flat: bool
    date: str
    date_from: str
    campus: str = MOODLE
    order: int = 0


def key(campus: str, identifier: str) -> str:
    """Con qué nombre se apunta una entrega; el de Moodle es su identificador, como siempre."""
    return identifier if campus == MOODLE else f"{campus}:{identifier}"


def of_campus(collected: Mapping[str, Collected], campus: str) -> dict[str, Collected]:
    """Lo recogido de un campus, por su identificador en él."""
    start = len(key(campus, ""))
    return {name[start:]: entry for name, entry in collected.items() if entry.campus == campus}


def path(root: Path, tarea: str) -> Path:
    """Dónde se guarda el registro de una tarea."""
    return root / ".curso" / "lms" / f"{tarea}.json"


def read(root: Path, tarea: str) -> dict[str, Collected]:
    """El registro por lo que da `key`; vacío si aún no se ha recogido nada."""
    file = path(root, tarea)
    if not file.is_file():
        return {}
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return {key: Collected(**value) for key, value in data["entregas"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{file} está dañado: bórralo y vuelve a recoger la tarea.") from error


def refused(root: Path, tarea: str) -> dict[str, str]:
    """Los estudiantes cuya entrega se rechazó al recogerla, y por qué."""
    file = path(root, tarea)
    if not file.is_file():
        return {}
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")).get("rechazadas", {}))
    except (ValueError, TypeError, AttributeError) as error:
        raise UserError(f"{file} está dañado: bórralo y vuelve a recoger la tarea.") from error


def write(
    root: Path, tarea: str, collected: Mapping[str, Collected], refused: Mapping[str, str]
) -> None:
    """Guarda el registro de una vez, para que una interrupción no lo deje a medias."""
    file = path(root, tarea)
    file.parent.mkdir(parents=True, exist_ok=True)
    data = {
        "version": VERSION,
        "entregas": {k: asdict(v) for k, v in sorted(collected.items())},
        "rechazadas": dict(sorted(refused.items())),
    }
    temporary = file.with_suffix(".nuevo")
    temporary.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(temporary, file)
