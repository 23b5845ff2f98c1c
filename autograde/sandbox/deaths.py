"""De quién es la muerte de un proceso del envío. Cuando se duda, del sistema.

| causa vista | de quién |
|---|---|
| lo mató la vigilancia por su memoria, sus ficheros o sus zócalos | del envío |
| lo mató el núcleo porque el grupo del envío llegó a su tope de memoria | del envío |
| terminó él, con cualquier código (`os._exit`, una excepción que nadie para) | del envío |
| terminó al encontrar cortado su canal | del sistema |
| una señal de las que solo causa uno mismo (`SEGV`, `ABRT`, `FPE`, `SYS`…) | del envío |
| `KILL`, `TERM`, `HUP`, `INT` o `QUIT` que había pedido alguien de dentro | del envío |
| las mismas, que no pidió nadie de dentro: una persona, la memoria de la máquina… | del sistema |
| murió y no se sabe cómo | del sistema |
| calló sin morir: su canal está cortado | del sistema |
| no llegó a nacer, y el envío tiene muchos procesos suyos | del envío |
| no llegó a nacer, y no los tiene: es un límite de la máquina | del sistema |
| no se presentó a tiempo, y duerme, está parado o gasta procesador | del envío |
| no se presentó a tiempo, y espera un procesador o un disco que no le llegan | del sistema |
| desapareció el que vigila la sesión, o la incubadora | del sistema |

Quien se mate por caminos que aquí no se ven pasa por fallo del sistema; no para siempre:
`autograde.pipeline.alone`.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from autograde.sandbox.inside.wire import CHANNEL_LOST

#: señales con que mata también alguien de fuera; las demás las causa el propio proceso
FROM_OUTSIDE = frozenset(
    {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT}
)


@dataclass(frozen=True)
class Death:
    """Lo que dice el init de la muerte de un proceso.

    status
        Cómo terminó, como lo dice `wait`; None si no lo recogió el init.
    felled
        Por qué límite lo mató la vigilancia, o vacío.
    asked
        Si la señal con que murió la había pedido alguien de dentro.
    """

    status: int | None
    felled: str = ""
    asked: bool = False

    @property
    def not_own(self) -> str | None:
        """Por qué no es cosa del envío, en una frase; None si lo es."""
        if self.felled or (self.asked and self.status is None):
            return None
        if self.status is None:
            return "Un proceso de la sesión murió sin que se sepa de qué."
        if os.WIFEXITED(self.status):
            if os.WEXITSTATUS(self.status) == CHANNEL_LOST:
                return "Se cortó la comunicación con un proceso de la sesión."
            return None
        number = os.WTERMSIG(self.status)
        if number in FROM_OUTSIDE and not self.asked:
            return f"Algo de fuera mató un proceso de la sesión (señal {number})."
        return None
