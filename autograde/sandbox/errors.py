"""Lo que puede ir mal en el aislamiento sin que sea cosa del alumno."""

from autograde.errors import UserError


class SandboxFailure(Exception):
    """Fallo del sistema mientras se corregía: nunca es culpa del alumno ni vale un cero."""


class SandboxUnavailable(UserError):
    """En esta máquina no se puede aislar. `remedy` es la orden o el perfil que lo arregla."""

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy


class NestingRefused(SandboxFailure):
    """Esta máquina no admite espacios de nombres dentro de bwrap: hará falta uno por envío."""


class Disturbed(Exception):
    """Un caso estropeó su instantánea en una sesión sin cuidado: hay que repetirla con cuidado."""

    def __init__(self, key: str) -> None:
        super().__init__(f"La instantánea {key} ya no puede contestar.")
