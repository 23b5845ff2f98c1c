"""El ZIP de «Descargar entregas» de Canvas: de quién es cada fichero.

Visto en el código de Canvas (`lib/content_zipper.rb`): cada fichero se llama
`apellidosnombre[_LATE]_ALUMNO_ADJUNTO_nombre.ipynb`, todo en una carpeta. El nombre es el que
ordena («López, Ana») en minúsculas y sin nada que no sea letra o cifra; `ALUMNO` es su número en
Canvas, el del libro; `ADJUNTO`, el del fichero, que crece con cada subida. Con corrección anónima,
en lugar de nombre y número pone `anon_CLAVE`. Un texto en línea acaba en `_text.html` y un enlace,
en `_link.html`. De dos ficheros que se llamarían igual, el segundo lleva `-1`. La fecha de las
entradas es la de la descarga: no se usa. Al subir un ZIP de comentarios, Canvas busca en cada
nombre esos dos números. Que un fichero vuelto a entregar lleva `-1`, `-2`… al final está escrito de
memoria.
"""

import re

from autograde.lms.archive import Contents, Refusal, StoredFile
from autograde.lms.incoming import Incoming
from autograde.lms.people import Keys

_FILE = re.compile(
    r"^(?P<name>\w*?)(?P<late>_LATE)?_(?P<user>\d+)_(?:(?P<attachment>\d+)_(?P<file>.+)"
    r"|(?P<beside>text|link)\.html)$",
    re.DOTALL,
)
_ANONYMOUS = re.compile(
    r"^(?P<late>LATE_)?anon_(?P<user>[^\W_]+)_(?:(?P<attachment>\d+)_(?P<file>.+)"
    r"|(?P<beside>text|link)\.html)$",
    re.DOTALL,
)
HIDDEN = (
    "la corrección es anónima y Canvas no admite notas sin nombre en su libro: enseña los nombres "
    "y vuelve a descargar las entregas"
)
_ATTEMPT = "la última"
"""Canvas solo da el último intento; con un nombre, las fechas del ZIP no se usan."""


def incoming(contents: Contents) -> tuple[list[Incoming], list[Refusal]]:
    """Reparte los ficheros por persona. Devuelve también lo que no se puede atribuir a nadie."""
    entries: dict[str, Incoming] = {}
    unknown = list(contents.refused)
    for file in contents.files:
        anonymous = _ANONYMOUS.match(file.name)
        match = anonymous or _FILE.match(file.name)
        if match is None:
            shown = "/".join(file.parts)
            unknown.append(Refusal(shown, "su nombre no es el de una entrega de Canvas"))
            continue
        user, late = match["user"], match["late"] is not None
        prefix = file.name[: match.end("attachment")] + "_" if match["attachment"] else ""
        entry = entries.setdefault(
            match.group()[: match.end("user")],
            Incoming(
                user,
                "anónima" if anonymous else match["name"],
                prefix,
                True,
                Keys() if anonymous else Keys(identifier=user, lms_user_id=user),
                late=late,
                hidden=HIDDEN if anonymous else "",
            ),
        )
        if match["file"] is None:
            entry.beside.append(f"{match['beside']}.html")
        else:
            order = int(match["attachment"])
            entry.files.append(StoredFile((match["file"],), None, file.read, _ATTEMPT, order))
    return list(entries.values()), unknown
