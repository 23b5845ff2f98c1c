"""Los errores que un docente puede cometer, separados de los fallos del programa."""

from __future__ import annotations

from curso.ordenes.motivos import motivo


class UserError(Exception):
    """Algo que el docente puede arreglar: una frase clara que dice qué pasa, dónde y qué hacer."""


def sentence(error: Exception) -> str:
    """Qué pasó con uno de la clase, en una frase: la orden lo dice y sigue con los demás."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, OSError):
        return f"no se puede leer o escribir ({motivo(error)}): revisa los permisos y el espacio"
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"el programa falla con esta entrega ({what[:160]}): avisa a quien lo mantiene"
