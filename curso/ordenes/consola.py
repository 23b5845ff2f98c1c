"""Órdenes de consola en español: argparse con sus propias palabras traducidas.

La usan `curso` y `autograde`. Un error que quien usa la orden puede arreglar es una frase
clara; el rastro de Python solo aparece con `--depurar`.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from curso.ordenes.motivos import motivo


class ErrorDeUso(Exception):
    """Algo que quien usa la orden puede arreglar: una frase que dice qué pasa y qué hacer."""


# Los mensajes de argparse (Python 3.11 a 3.13) y cómo se dicen en español.
_MENSAJES = (
    (r"^the following arguments are required: ", "faltan estos argumentos: "),
    (r"^unrecognized arguments: ", "argumentos desconocidos: "),
    (r"^one of the arguments (.+) is required$", r"hace falta uno de estos argumentos: \1"),
    (r"^ambiguous option: (\S+) could match ", r"la opción \1 es ambigua; puede ser "),
    (r"^argument (.+?): ", r"\1: "),
    (r"expected one argument$", "necesita un valor"),
    (r"expected at least one argument$", "necesita al menos un valor"),
    (r"expected at most one argument$", "admite un valor como máximo"),
    (r"expected (\d+) arguments?$", r"necesita \1 valores"),
    (r"not allowed with argument (.+)$", r"no se puede usar junto con \1"),
    (r"ignored explicit argument (.+)$", r"no lleva valor y se le ha dado \1"),
    (r"invalid choice: (.+) \(choose from (.*)\)$", r"\1 no es una opción válida; elige entre \2"),
    (r"invalid int value: (.+)$", r"\1 no es un número entero"),
    (r"invalid float value: (.+)$", r"\1 no es un número"),
    (r"invalid \S+ value: (.+)$", r"\1 no es un valor válido"),
)


def traducir(mensaje: str) -> str:
    """El mensaje de error de argparse, en español; lo que no conoce se queda como está."""
    for patron, traduccion in _MENSAJES:
        mensaje = re.sub(patron, traduccion, mensaje)
    return mensaje


class Formato(argparse.HelpFormatter):
    """El formato de ayuda de argparse, que empieza por «uso:»."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "uso: " if prefix is None else prefix)


class Analizador(argparse.ArgumentParser):
    """`ArgumentParser` en español, con `--depurar` en la orden y en todas sus subórdenes."""

    def __init__(self, **opciones: Any) -> None:
        super().__init__(**{"formatter_class": Formato, **opciones, "add_help": False})
        self._positionals.title = "argumentos posicionales"
        self._optionals.title = "opciones"
        self.add_argument("-h", "--help", "--ayuda", action="help", help="muestra esta ayuda")
        self.add_argument(
            "--depurar",
            action="store_true",
            default=argparse.SUPPRESS,
            help="ante un error, muestra el rastro completo de Python",
        )

    def agregar_ordenes(self) -> Any:
        """El grupo de subórdenes: `agregar_ordenes().add_parser("info", help="…")`."""
        return self.add_subparsers(title="órdenes", metavar="ORDEN", dest="orden", required=True)

    def error(self, message: str) -> NoReturn:
        """Muestra el uso y el error, en español, y termina con el código 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {traducir(message)}\n")


def ejecutar(
    analizador: Analizador,
    argv: Sequence[str] | None = None,
    *,
    conocidos: tuple[type[Exception], ...] = (ErrorDeUso,),
) -> int:
    """Analiza los argumentos, llama a `args.funcion(args)` y devuelve el código de salida.

    De los errores `conocidos` muestra solo su frase (código 1); de un fichero que el sistema no
    deja usar, cuál y por qué; de los demás, una frase con el tipo del error. Con `--depurar` los
    deja pasar, con su rastro.
    """
    for flujo in (sys.stdout, sys.stderr):
        if hasattr(flujo, "reconfigure"):
            # Una consola de Windows que no tenga una letra la cambia por «?» en vez de fallar.
            flujo.reconfigure(errors="replace")
    args = analizador.parse_args(argv)
    try:
        return args.funcion(args) or 0
    except KeyboardInterrupt as parada:
        print(f"\nInterrumpido. {parada}".rstrip(), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Quien leía la salida (head, less) ya no está; que Python no lo intente otra vez al salir.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        if getattr(args, "depurar", False):
            raise
        if isinstance(error, conocidos):
            print(f"{analizador.prog}: {error}", file=sys.stderr)
        elif isinstance(error, OSError) and error.filename is not None:
            print(
                f"{analizador.prog}: No se puede usar «{error.filename}»: {motivo(error)}.",
                file=sys.stderr,
            )
        else:
            print(
                f"{analizador.prog}: error inesperado ({type(error).__name__}: {error}). "
                "Repite la orden con --depurar para ver los detalles.",
                file=sys.stderr,
            )
        return 1
