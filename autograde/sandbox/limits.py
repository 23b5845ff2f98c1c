"""Los límites de una sesión, en un solo sitio."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Lo que puede gastar un envío. Tamaños en bytes, tiempos en segundos de reloj, si no se
    dice otra cosa.

    memory_bytes
        Memoria de direcciones de cada proceso.
    total_memory_bytes
        Memoria residente de todos los procesos del envío juntos.
    processes
        Procesos e hilos del envío, contando las instantáneas.
    scratch_bytes
        Todo lo que puede escribir en su carpeta, en /tmp y en /dev/shm.
    cell_s
        Tiempo de procesador de una celda, con sus hilos: no depende de lo ocupada que esté la
        máquina.
    cell_wall_s
        Tiempo de reloj de una celda: lo que manda cuando espera en lugar de calcular.
    cells_s
        Tiempo de procesador de todas las celdas de una sesión juntas. Gastado, a cada una de las
        que quedan se le da como mucho un segundo.
    cells_wall_s
        Tiempo de reloj de todas las celdas juntas: agotado, las demás no se ejecutan.
    all_cells_s, all_cells_wall_s
        Lo mismo, de todas las sesiones que haya que abrirle al envío. Agotado, ni se ejecutan más
        celdas ni contestan las pruebas que vengan detrás: `tiempo`.
    answers_s, answers_wall_s
        Tiempo de procesador (del alumno y de quien lee) y de reloj de todas las respuestas de un
        envío. Cada prueba dispone de una parte de lo que quede; gastada, lo demás es `tiempo`.
    answer_bytes, answers_bytes
        Octetos de una respuesta, y de todas las de un envío: lo que pase de ahí es `invalida`.
    all_outputs_bytes
        Octetos que se leen de las salidas de todas las celdas de un envío; las demás se pierden.
    fork_s
        Tiempo para que una instantánea o un obrero se presente.
    device_s
        Tiempo para que un obrero abra su dispositivo, si lo hay.
    late_cases
        Cuántos casos de un plan pueden no terminar antes de dejar de probar los siguientes.
    interrupt_s
        Tiempo que se le da a una celda interrumpida para terminar.
    """

    memory_bytes: int = 2048 * MIB
    total_memory_bytes: int = 3072 * MIB
    processes: int = 160
    open_files: int = 256
    file_bytes: int = 64 * MIB
    scratch_bytes: int = 192 * MIB
    scratch_files: int = 20_000
    cpu_s: int = 600
    cell_s: float = 10.0
    cell_wall_s: float = 40.0
    cells_s: float = 60.0
    cells_wall_s: float = 300.0
    all_cells_s: float = 150.0
    all_cells_wall_s: float = 700.0
    answers_s: float = 200.0
    answers_wall_s: float = 800.0
    fork_s: float = 3.0
    device_s: float = 30.0
    late_cases: int = 2
    interrupt_s: float = 1.0
    start_s: float = 90.0
    output_bytes: int = 1 * MIB
    image_bytes: int = 4 * MIB
    outputs: int = 200
    all_outputs_bytes: int = 96 * MIB
    answer_bytes: int = 32 * MIB
    answers_bytes: int = 256 * MIB
