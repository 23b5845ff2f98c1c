"""La zona horaria de un curso: la de esta máquina, y guardarla en su configuración."""

from __future__ import annotations

import zoneinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from autograde.errors import UserError
from curso.ordenes.motivos import motivo

#: lo que dicen los contenedores y los servidores sin configurar: no es la hora de ninguna clase
_NOBODYS = {"UTC", "GMT", "UCT", "Zulu", "Universal", "Greenwich", "localtime", "GMT0", "Factory"}
SETTING = "c.CursoDescenso.zona"


def named(name: str) -> ZoneInfo:
    """La zona que se llama así. `UserError` si no la hay."""
    try:
        if name not in zoneinfo.available_timezones():
            raise ValueError(name)
        return ZoneInfo(name)
    except (ValueError, OSError) as error:
        raise UserError(
            f"No se conoce la zona horaria «{name}»: escribe una como Europe/Madrid."
        ) from error


def detected() -> str:
    """La de esta máquina; vacía si no se sabe, o si es UTC, que no es la de ninguna clase."""
    import tzlocal

    try:
        name = tzlocal.get_localzone_name()
    except (OSError, ValueError, LookupError):
        return ""
    if not name or name.removeprefix("Etc/") in _NOBODYS:
        return ""
    return name if name in zoneinfo.available_timezones() else ""


def required(zone: ZoneInfo | None) -> ZoneInfo:
    """La misma. `UserError` si el curso no la tiene: no se adivina."""
    if zone is None:
        raise UserError(
            "Este curso no tiene zona horaria, y sin ella no se sabe cuándo se entregó: repite la "
            "orden con --zona, por ejemplo --zona Europe/Madrid (una sola vez: queda guardada en "
            "nbgrader_config.py)."
        )
    return zone


def line(name: str) -> str:
    """La línea de configuración que la guarda; comentada si no se sabe."""
    return f'{SETTING} = "{name}"' if name else f'# {SETTING} = "Europe/Madrid"'


def save(config: Path, name: str) -> None:
    """La añade al final de la configuración de un curso que no la tenía."""
    text = config.read_text(encoding="utf-8")
    addition = f"\n# La zona horaria en que se escriben y se enseñan las fechas.\n{line(name)}\n"
    try:
        config.write_text(text.rstrip("\n") + "\n" + addition, encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"No se puede guardar la zona horaria en «{config}» ({motivo(error)}): añade tú la "
            f"línea {line(name)}"
        ) from error
