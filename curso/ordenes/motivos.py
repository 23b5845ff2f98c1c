"""Por qué se niega el sistema operativo a leer o escribir algo, en español."""

from __future__ import annotations

import errno

_MOTIVOS = {
    errno.ENOENT: "no existe",
    errno.EACCES: "no tienes permiso",
    errno.EPERM: "no tienes permiso",
    errno.EROFS: "está en un disco de solo lectura",
    errno.EISDIR: "es una carpeta",
    errno.ENOTDIR: "una parte de la ruta no es una carpeta",
    errno.EEXIST: "ya existe",
    errno.ENOTEMPTY: "la carpeta no está vacía",
    errno.ENOSPC: "no queda sitio en el disco",
    errno.EIO: "el disco ha fallado",
    errno.ENAMETOOLONG: "el nombre es demasiado largo",
    errno.ELOOP: "los enlaces dan vueltas o no se siguen",
    errno.EBUSY: "otro programa lo está usando",
    errno.EMFILE: "hay demasiados ficheros abiertos",
    errno.ENFILE: "hay demasiados ficheros abiertos",
}


def motivo(error: OSError) -> str:
    """El motivo de un error del sistema; el que no se conoce, con su número o su tipo."""
    if error.errno in _MOTIVOS:
        return _MOTIVOS[error.errno]
    if error.errno is not None:
        return f"error {error.errno} del sistema"
    return type(error).__name__
