"""Soluciones que esconden la memoria que gastan. Definen `seno` y por debajo la gastan."""

from __future__ import annotations

#: guarda las partes y las junta: el resultado, dos veces
GREEDY = """
def seno(x):
    return np.concatenate([np.sin(x[i:i + 999]) for i in range(0, len(x), 999)])
"""
_GREEDY = GREEDY.replace("def seno", "def avaro")

#: reserva antes para soltarlo al empezar: en la sesión, o al nacer el obrero
BALLAST = (
    _GREEDY
    + """
lastre = np.ones(10_000_000)

def seno(x):
    global lastre
    lastre = None
    return avaro(x)
"""
)
BALLAST_AT_BIRTH = (
    _GREEDY
    + """
import os
lastre = None

def cargar():
    global lastre
    lastre = None  # el de la instantánea
    lastre = np.ones(10_000_000)

os.register_at_fork(after_in_child=cargar)

def seno(x):
    global lastre
    lastre = None
    return avaro(x)
"""
)

CHILD = (
    _GREEDY
    + """
import os

def seno(x):
    a, b = os.pipe()
    if not os.fork():
        with os.fdopen(b, "wb") as f:
            f.write(avaro(x).data.cast("B"))
        os._exit(0)
    os.close(b)
    resultado = np.empty_like(x)
    with os.fdopen(a, "rb") as f:
        f.readinto(resultado.data.cast("B"))
    os.wait()
    return resultado
"""
)

#: las partes, en ficheros
FILES = """
def seno(x):
    with open("/tmp/partes", "wb") as f:
        for i in range(0, len(x), 999):
            f.write(np.sin(x[i:i + 999]).tobytes())
    return np.fromfile("/tmp/partes").reshape(x.shape)
"""

#: un hilo de la instantánea, que lee y escribe por ventanas de un fichero hecho antes
HELPER = (
    _GREEDY
    + """
import mmap, os, threading, time
BYTES, FILAS = 500_000 * 4 * 8, 2048
DESDE = -(-BYTES // 4096) * 4096
with open("compartida", "wb") as fichero:
    fichero.truncate(3 * BYTES)
descriptor = os.open("compartida", os.O_RDWR)
compartida = mmap.mmap(descriptor, 3 * BYTES)
compartida[:] = bytes(3 * BYTES)
estado = np.frombuffer(compartida, np.int64, 1, 3 * BYTES - 8)
entrada = np.frombuffer(compartida, np.float64, 2_000_000, 0).reshape(-1, 4)
salida = np.frombuffer(compartida, np.float64, 2_000_000, DESDE).reshape(-1, 4)
generacion = 0

def ayudar():
    while True:
        if estado[0] == 1:
            salida[:] = avaro(entrada)
            estado[0] = 2
        time.sleep(0.002)

def al_bifurcar():
    global generacion
    generacion += 1
    if generacion == 1:
        threading.Thread(target=ayudar, daemon=True).start()

os.register_at_fork(after_in_child=al_bifurcar)

def ventana(inicio, filas, desde):
    trozo = mmap.mmap(descriptor, filas * 32, offset=desde + inicio * 32)
    return np.frombuffer(trozo).reshape(-1, 4)

def seno(x):
    trozos = [(i, min(FILAS, len(x) - i)) for i in range(0, len(x), FILAS)]
    for i, n in trozos:
        ventana(i, n, 0)[:] = x[i:i + n]
    estado[0] = 1
    while estado[0] != 2:
        time.sleep(0.002)
    estado[0] = 0
    resultado = np.empty_like(x)
    for i, n in trozos:
        resultado[i:i + n] = ventana(i, n, DESDE)
    return resultado
"""
)
