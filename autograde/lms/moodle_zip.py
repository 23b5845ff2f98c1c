"""El ZIP de «Descargar todas las entregas» de Moodle: de quién es cada fichero.

Visto en el código de su descarga (`mod/assign/classes/downloader.php`): una carpeta
`Nombre_IDENTIFICADOR_assignsubmission_COMPLEMENTO` por persona; por equipos, el nombre y el número
del grupo; y, para quien no tiene grupo, el nombre del grupo por defecto sin número.
"""

import re
from collections.abc import Sequence

from autograde.lms.archive import Contents, Refusal, StoredFile
from autograde.lms.incoming import Incoming
from autograde.lms.names import plain
from autograde.lms.people import Keys

_MOODLE = re.compile(
    r"^(?P<name>[^_]*)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?P<rest>_.*)?$",
    re.DOTALL,
)


def incoming(contents: Contents) -> tuple[list[Incoming], list[Refusal]]:
    """Reparte los ficheros por persona o por equipo.

    Devuelve las entregas y lo que no se puede atribuir a nadie.
    """
    entries: dict[str, Incoming] = {}
    unknown = list(contents.refused)
    for file in contents.files:
        owner = _owner(file.parts)
        if owner is None:
            shown = "/".join(file.parts)
            unknown.append(Refusal(shown, "su nombre no es el de una entrega de Moodle"))
            continue
        match, depth = owner
        flat = depth == len(file.parts) - 1
        inner = (match["rest"][1:],) if flat else file.parts[depth + 1 :]
        folder = file.parts[depth][: match.start("rest")] + "_" if flat else file.parts[depth]
        identifier, name = match["id"] or "", plain(match["name"])
        entry = entries.setdefault(
            identifier, Incoming(identifier, name, folder, flat, Keys(identifier=identifier))
        )
        if match["plugin"] == "file":
            entry.files.append(StoredFile(inner, file.date, file.read))
        else:
            entry.beside.append("/".join(inner))
    return list(entries.values()), unknown


def _owner(parts: Sequence[str]) -> tuple[re.Match[str], int] | None:
    """El primer tramo de la ruta que nombra una entrega, y su posición."""
    for depth, part in enumerate(parts):
        match = _MOODLE.match(part)
        last = depth == len(parts) - 1
        if match and (not last or len(match["rest"] or "") > 1):
            return match, depth
    return None
