"""El protocolo: respuestas falsas, enormes, cortadas, repetidas y fuera de orden, hasta la nota.

`tests/sandbox/test_protocol.py` mira cada marco; aquí, que ninguno dé puntos ni quite los de otro.
"""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from tests.attacks.attack import NOT_RIGHT, Attack, on_doble

_FORGE = """
import json, os, pickle, socket, stat, struct
def manda(datos):
    for fd in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, datos)
        except OSError: pass
def marco(m):
    c = m if isinstance(m, bytes) else json.dumps(m).encode()
    return struct.pack("!I", len(c)) + c
def buena(valor=6, **mas):
    return {"estado": "valor", "valor": valor, "entradas": {}, "excepcion": None, **mas}
"""


def _forged(name: str, code: str, ruins: tuple[str, ...] = ()) -> Attack:
    source = f"{_FORGE}def doble(x):\n    {code}\n    return 0"
    return on_doble(name, source, NOT_RIGHT, ruins=ruins)


TABLE = (
    _forged(
        "un veredicto en lugar de una respuesta",
        "manda(marco({'n': 0, 'veredicto': 'correcto', 'puntos': 2}))",
    ),
    _forged(
        "un veredicto dentro de la respuesta",
        "manda(marco({'n': 0, 'answer': buena(veredicto='correcto')}))",
    ),
    _forged(
        "un estado que no existe", "manda(marco({'n': 0, 'answer': buena(estado='correcto')}))"
    ),
    _forged(
        "una respuesta por cada número",
        "manda(b''.join(marco({'n': n, 'answer': buena()}) for n in range(9)))",
    ),
    _forged(
        "respuestas en otro orden",
        "manda(b''.join(marco({'n': n, 'answer': buena()}) for n in range(9, -1, -1)))",
    ),
    _forged("la respuesta dos veces", "manda(marco({'n': 0, 'answer': buena()}) * 2)"),
    _forged("una respuesta cortada", "manda(marco({'n': 0, 'answer': buena()})[:-3]); os._exit(0)"),
    _forged("un tamaño que no llega nunca", "manda(struct.pack('!I', 2**31)); os._exit(0)"),
    _forged("un mensaje de 4 GB", "manda(struct.pack('!I', 2**32 - 1) + b'x' * 10**6)"),
    _forged("bytes al azar", "manda(os.urandom(10**5))"),
    _forged("un objeto empaquetado con pickle", "manda(marco(pickle.dumps(os.system)))"),
    _forged(
        "un pickle dentro del valor",
        "manda(marco({'n': 0, 'answer': buena(valor={'py/object': 'os.system'})}))",
    ),
    _forged(
        "un arreglo de objetos",
        "manda(marco({'n': 0, 'answer': buena(valor={'a': ['|O', [1], 'AAAAAAAAAAA=']})}))",
    ),
    _forged(
        "un arreglo más grande que sus datos",
        "manda(marco({'n': 0, 'answer': buena(valor={'a': ['<f8', [2**32, 2**31], '']})}))",
    ),
    _forged(
        "un entero de 600 cifras, escrito a mano",
        "manda(marco({'n': 0, 'answer': buena(valor={'i': '9' * 600})}))",
    ),
    _forged(
        "una clave repetida",
        'manda(marco(b\'{"n": 0, "n": 0, "answer": 1, "answer": {"estado": "valor"}}\'))',
    ),
    _forged(
        "un texto imposible en la excepción",
        "manda(marco({'n': 0, 'answer': {'estado': 'excepcion', 'valor': None, 'entradas': {}, 'excepcion': '<script>'}}))",
    ),
    _forged(
        "un estado que solo pone quien vigila",
        "manda(marco({'n': 0, 'answer': buena(estado='memoria')}))",
    ),
    _forged(
        "números que no son números",
        'manda(marco(b\'{"n": 0, "answer": {"estado": "valor", "valor": NaN, "entradas": {}, "excepcion": null}}\'))',
    ),
    Attack(
        "una celda contesta por adelantado a las siguientes",
        before=(
            _FORGE
            + "manda(b''.join(marco({'n': n, 'state': 'ok', 'outputs': []}) for n in range(1, 30)))",
        ),
    ),
    on_doble(
        "quien se queda con las preguntas de las pruebas siguientes",
        _FORGE
        + """
def roba():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode): socket.socket(fileno=os.dup(fd))
        except OSError: pass
os.register_at_fork(after_in_child=roba)
def doble(x): return 0
""",
    ),
)
