"""Lo que le queda por gastar a un envío, contando todas las sesiones que haya que abrirle.

Los topes de una celda o de un caso no bastan: un cuaderno hostil puede acercarse a todos ellos, y
obligar a repetirlo. Con 20 pruebas y 350 casos, que es lo que tiene una tarea, eso eran:

- 14 sesiones (7 sin cuidado y 7 con él) de hasta 340 s de celdas y 120 s de instantáneas: 6400 s;
- 350 casos de casi 4 s sin cuidado, y con él otros tantos con 6 s de bifurcación: 4900 s.

Más de tres horas. Con el presupuesto son, como mucho, 700 s de celdas y 800 s de respuestas de
reloj, que solo gasta así quien duerme: quien calcula se queda en 150 s y 200 s de procesador. A
eso se suma lo que cuesta medir la velocidad de lo que resultó correcto, que tiene su propio tope.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograde.sandbox.limits import Limits

#: de lo que queda, lo que puede gastar la primera pasada: queda para otra con cuidado
FIRST_PASS = 1 / 2
#: de lo que queda, lo que puede gastar una prueba: las demás nunca se quedan sin nada
ONE_CHECK = 1 / 3


class Purse:
    """Segundos de procesador, segundos de reloj y octetos leídos que aún se pueden gastar.

    Lo que se gasta de una parte se gasta también de la bolsa de la que se tomó.
    """

    def __init__(self, cpu: float, wall: float, size: float, whole: Purse | None = None) -> None:
        self._cpu, self._wall, self._size = cpu, wall, size
        self._whole = whole

    def part(self, fraction: float) -> Purse:
        """Una parte de lo que queda."""
        return Purse(fraction * self.cpu, fraction * self.wall, fraction * self.size, self)

    def capped(self, cpu: float, wall: float) -> Purse:
        """Lo que queda, sin pasar de tantos segundos."""
        return Purse(cpu, wall, self.size, self)

    @property
    def cpu(self) -> float:
        """Segundos de procesador que quedan."""
        return self._cpu if self._whole is None else min(self._cpu, self._whole.cpu)

    @property
    def wall(self) -> float:
        """Segundos de reloj que quedan."""
        return self._wall if self._whole is None else min(self._wall, self._whole.wall)

    @property
    def size(self) -> float:
        """Octetos que quedan."""
        return self._size if self._whole is None else min(self._size, self._whole.size)

    def spend(self, cpu: float = 0.0, wall: float = 0.0, size: float = 0.0) -> None:
        """Descuenta lo gastado."""
        self._cpu -= cpu
        self._wall -= wall
        self._size -= size
        if self._whole is not None:
            self._whole.spend(cpu, wall, size)

    @property
    def late(self) -> bool:
        """Si se ha acabado el tiempo, de procesador o de reloj."""
        return min(self.cpu, self.wall) <= 0

    @property
    def full(self) -> bool:
        """Si ya no se lee más."""
        return self.size <= 0


@dataclass(frozen=True)
class Budget:
    """El presupuesto de un envío: lo que gastan sus celdas y lo que gastan sus respuestas."""

    cells: Purse
    answers: Purse

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """El de un envío que aún no ha gastado nada."""
        return cls(
            Purse(limits.all_cells_s, limits.all_cells_wall_s, limits.all_outputs_bytes),
            Purse(limits.answers_s, limits.answers_wall_s, limits.answers_bytes),
        )

    def part(self, fraction: float) -> Budget:
        """Una parte de lo que queda."""
        return Budget(self.cells.part(fraction), self.answers.part(fraction))
