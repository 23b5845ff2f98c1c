"""Soluciones que intentan parecer rápidas. Definen `seno` y usan por debajo el bucle lento."""

from __future__ import annotations

from tests.speed.sine import LOOP

#: el bucle, con otro nombre, para usarlo por debajo
SLOW = LOOP.replace("def seno", "def lento")

FAKE_TIMERS = (
    SLOW
    + """
import time, os, resource
for nombre in ("time", "perf_counter", "process_time", "monotonic", "thread_time"):
    setattr(time, nombre, lambda: 0.0)
    setattr(time, nombre + "_ns", lambda: 0)
time.clock_gettime = lambda *_: 0.0
os.times = lambda: (0.0,) * 5
resource.getrusage = lambda *_: None
seno = lento
"""
)

#: recuerda lo que ya ha contestado, entre llamadas y entre procesos
CACHE = (
    SLOW
    + """
import mmap, os, pickle
guardado = "/tmp/respuestas"

def seno(x):
    clave = x.tobytes()
    try:
        with open(guardado, "rb") as f:
            vista, respuesta = pickle.load(f)
        if vista == clave:
            return respuesta
    except OSError:
        pass
    respuesta = lento(x)
    with open(guardado, "wb") as f:
        pickle.dump((clave, respuesta), f)
    return respuesta
"""
)

#: un hilo en la instantánea, que no muere entre obreros, hace el trabajo en memoria compartida
HELPER_IN_SNAPSHOT = (
    SLOW
    + """
import mmap, os, threading, time
BYTES = 50_000 * 4 * 8
with open("compartida", "wb") as fichero:
    fichero.truncate(2 * BYTES + 8)
compartida = mmap.mmap(os.open("compartida", os.O_RDWR), 2 * BYTES + 8)
estado = np.frombuffer(compartida, np.int64, 1, 2 * BYTES)
entrada = np.frombuffer(compartida, np.float64, 200_000, 0).reshape(-1, 4)
salida = np.frombuffer(compartida, np.float64, 200_000, BYTES).reshape(-1, 4)
generacion = 0

def ayudar():
    while True:
        if estado[0] == 1:
            salida[:] = lento(entrada)
            estado[0] = 2
        time.sleep(0.002)

def al_bifurcar():
    global generacion
    generacion += 1
    if generacion == 1:
        threading.Thread(target=ayudar, daemon=True).start()

os.register_at_fork(after_in_child=al_bifurcar)

def seno(x):
    if x.shape != (50_000, 4):
        return lento(x)
    entrada[:] = x
    estado[0] = 1
    while estado[0] != 2:
        time.sleep(0.002)
    estado[0] = 0
    return salida.copy()
"""
)

THREADS = (
    SLOW
    + """
import threading

def seno(x):
    salida = np.empty_like(x)
    def trozo(i, j):
        salida[i:j] = lento(x[i:j])
    mitad = len(x) // 2
    hilos = [threading.Thread(target=trozo, args=t) for t in ((0, mitad), (mitad, len(x)))]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return salida
"""
)

#: el trabajo, en un hijo (o un nieto al que nadie espera): su reloj no se puede leer
_CHILD = (
    SLOW
    + """
import mmap, os, signal, time
with open("compartida", "wb") as fichero:
    fichero.truncate(50_000 * 4 * 8 + 8)
compartida = mmap.mmap(os.open("compartida", os.O_RDWR), 50_000 * 4 * 8 + 8)
estado = np.frombuffer(compartida, np.int64, 1, 50_000 * 4 * 8)
salida = np.frombuffer(compartida, np.float64, 200_000, 0).reshape(-1, 4)

def seno(x):
    if x.shape != (50_000, 4):
        return lento(x)
    estado[0] = 0
    LANZAR
    while estado[0] != 1:
        time.sleep(0.001)
    return salida.copy()

def trabajar(x):
    salida[:] = lento(x)
    estado[0] = 1
    os._exit(0)
"""
)
CHILD = _CHILD.replace("LANZAR", "if not os.fork(): trabajar(x)")
IGNORED_CHILD = _CHILD.replace(
    "LANZAR", "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n    if not os.fork(): trabajar(x)"
)
GRANDCHILD = _CHILD.replace(
    "LANZAR",
    "hijo = os.fork()\n    if not hijo:\n        if not os.fork(): trabajar(x)\n"
    "        os._exit(0)\n    os.waitpid(hijo, 0)",
)

#: un hijo que nace en la primera llamada, que no cuenta, y trabaja en las demás
LASTING_CHILD = (
    SLOW
    + """
import mmap, os, time
with open("compartida", "wb") as fichero:
    fichero.truncate(2 * 50_000 * 4 * 8 + 8)
compartida = mmap.mmap(os.open("compartida", os.O_RDWR), 2 * 50_000 * 4 * 8 + 8)
estado = np.frombuffer(compartida, np.int64, 1, 2 * 50_000 * 4 * 8)
entrada = np.frombuffer(compartida, np.float64, 200_000, 0).reshape(-1, 4)
salida = np.frombuffer(compartida, np.float64, 200_000, 50_000 * 32).reshape(-1, 4)
hijo = None

def servir():
    while True:
        while estado[0] != 1:
            time.sleep(0.001)
        salida[:] = lento(entrada)
        estado[0] = 2

def seno(x):
    global hijo
    if x.shape != (50_000, 4):
        return lento(x)
    if hijo is None:
        estado[0] = 0
        hijo = os.fork()
        if not hijo:
            servir()
    entrada[:] = x
    estado[0] = 1
    while estado[0] != 2:
        time.sleep(0.001)
    return salida.copy()
"""
)

#: otro programa, que se lanza en cada llamada
SUBPROCESS = (
    SLOW
    + """
import subprocess, sys
codigo = (
    "import math, array; datos = array.array('d'); "
    "datos.frombytes(open('entrada', 'rb').read()); "
    "array.array('d', map(math.sin, datos)).tofile(open('salida', 'wb'))"
)

def seno(x):
    if x.shape != (50_000, 4):
        return lento(x)
    x.tofile("entrada")
    subprocess.run([sys.executable, "-c", codigo], check=True)
    return np.fromfile("salida").reshape(x.shape)
"""
)

#: en el manejador de una alarma, y con la prioridad de lo que no corre prisa
SIGNAL_HANDLER = (
    SLOW
    + """
import signal

def seno(x):
    hecho = []
    signal.signal(signal.SIGALRM, lambda *_: hecho.append(lento(x)))
    signal.setitimer(signal.ITIMER_REAL, 1e-4)
    while not hecho:
        signal.pause()
    return hecho[0]
"""
)
LOW_PRIORITY = (
    SLOW
    + """
import os

def seno(x):
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    os.nice(19)
    return lento(x)
"""
)

#: adivina con qué se le va a medir y lo deja hecho en un hilo, antes de que se lo pregunten
PREPARED = (
    SLOW
    + """
import os, threading
adivinada = hilo = None

def preparar():
    global adivinada
    a, b = np.random.default_rng(1).uniform(0.5, 2.0, 2)
    x = np.arange(200_000.0).reshape(50_000, 4) * a + b
    adivinada = x, lento(x)

def en_un_hilo():
    global hilo
    hilo = threading.Thread(target=preparar, daemon=True)
    hilo.start()

os.register_at_fork(after_in_child=en_un_hilo)

def seno(x):
    if hilo is not None:
        hilo.join()
    if adivinada is not None and np.array_equal(x, adivinada[0]):
        return adivinada[1]
    return lento(x)
"""
)

#: una vez sí y otra no tarda muchísimo, para que no se sepa cuánto tarda
NOISE = (
    SLOW
    + """
import time
turno = None

def estorbar():
    global turno
    if turno is None:
        try:
            with open("/tmp/cuenta") as f:
                turno = int(f.read()) + 1
        except OSError:
            turno = 0
        with open("/tmp/cuenta", "w") as f:
            f.write(str(turno))
    fin = time.process_time() + 0.3 * (turno % 2)
    while time.process_time() < fin:
        pass

def seno(x):
    if len(x) > 100:
        estorbar()
    return lento(x)
"""
)

#: un hilo de la instantánea que gasta siempre que le dejan, para que el patrón parezca lento
DISTURBANCE = """
import os, threading
generacion = 0

def quemar():
    grande = np.zeros(1_000_000)
    while True:
        grande += 1.0

def al_bifurcar():
    global generacion
    generacion += 1
    if generacion == 1:
        threading.Thread(target=quemar, daemon=True).start()

os.register_at_fork(after_in_child=al_bifurcar)

def seno(x):
    return np.sin(x)
"""

#: un arreglo que solo calcula lo que se le pide
LAZY_ARRAY = (
    SLOW
    + """
class Perezoso(np.ndarray):
    def __getitem__(self, i):
        return lento(np.asarray(super().__getitem__(i)).reshape(-1, 4))
    def __array__(self, *a, **k):
        return np.zeros(self.shape)

def seno(x):
    return x.view(Perezoso) if len(x) > 100 else lento(x)
"""
)

LAZY_GENERATOR = (
    SLOW
    + """
def seno(x):
    return (lento(fila[None])[0] for fila in x) if len(x) > 100 else lento(x)
"""
)

SINGLE_PRECISION = """
def seno(x):
    return np.sin(x.astype(np.float32)).astype(np.float64)
"""
HALF_PRECISION = SINGLE_PRECISION.replace("float32", "float16")

#: cambia los datos para que cueste menos: todo ceros
SMALLER_INPUT = (
    SLOW
    + """
from curso.problemas import testigos

class Vacia(testigos.TablaNumerada):
    x = property(lambda self: np.zeros((self.n, self.p)))

testigos.TESTIGOS["tabla_numerada"] = Vacia
from curso import problemas
problemas.CATALOGO["tabla_numerada"] = Vacia

def seno(x):
    return x if len(x) > 100 and not x.any() else lento(x)
"""
)

#: dice que ha terminado nada más empezar, y calcula después
EARLY_DONE = (
    SLOW
    + """
import sys
from curso.pruebas.plan import Respuesta
interior = sys.modules["inside.session"]
de_verdad, muestra = interior.ejecutar_caso, interior.muestra

def luego(*args, **kwargs):
    return lambda: de_verdad(*args, **kwargs)

interior.ejecutar_caso = luego
interior.muestra = lambda respuesta, semilla: muestra(respuesta(), semilla)
interior._case = None
seno = lento
"""
)

#: sabe qué muestra se le pide y calcula solo unas filas
ONLY_SOME_ROWS = (
    SLOW
    + """
from curso.pruebas.plan import medida
entero = medida._de_arreglo

def unas_filas(v, semilla):
    filas = np.random.default_rng(semilla).integers(0, len(v), 8)
    parte = lento(np.asarray(v)[filas])
    completo = {"forma": v.shape, "dtype": v.dtype.str, "huella": 0.0, "norma": 1.0}
    return {**completo, "filas": parte}

medida._de_arreglo = unas_filas

def seno(x):
    return x if len(x) > 100 else lento(x)
"""
)

#: la instantánea, en manos del alumno: presenta como obrero a quien solo espera, y trabaja otro
STAND_IN = (
    SLOW
    + """
import os, signal, socket
import inside.session as S
from inside import wire

def atender(shell, sock):
    sock.sendall(S._WORKER)
    while True:
        r, _ = wire.receive(sock)
        if r["op"] == "plan":
            S._plan(shell, sock, r)
        else:
            S._send_answer(sock, r["n"], S._measured(shell, sock, r))

def esperar(shell, sock):
    sock.sendall(S._SNAPSHOT)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        r, fds = wire.receive(sock, descriptors=1)
        if r["op"] == "plan":
            S._plan(shell, sock, r)
            continue
        if os.fork():
            os.close(fds[0])
            continue
        sock.close()
        canal = socket.socket(fileno=fds[0])
        lee, escribe = os.pipe()
        if not os.fork():
            os.read(lee, 1)
            S._WORKER = b""
            atender(shell, canal)
        canal.sendall(S._WORKER)
        os.write(escribe, b"x")
        while True:
            signal.pause()

S._wait_for_questions = esperar
seno = lento
"""
)

#: al acabar, la instantánea se multiplica sin parar para estorbar a quien se mida después
BURNERS = """
import os, select, signal, socket, time
import inside.session as S
from inside import wire

def quemar():
    a = np.ones(1_000_000)
    fin = time.monotonic() + 5
    while time.monotonic() < fin:
        a += 1.0
    os._exit(0)

def esperar(shell, sock):
    sock.sendall(S._SNAPSHOT)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        r, fds = wire.receive(sock, descriptors=1)
        if r["op"] == "plan":
            S._plan(shell, sock, r)
            continue
        if not os.fork():
            sock.close()
            S._work(shell, socket.socket(fileno=fds[0]))
        os.close(fds[0])
        while not select.select([sock], [], [], 0)[0]:
            try:
                if not os.fork():
                    quemar()
            except OSError:
                pass
            time.sleep(0.0005)

S._wait_for_questions = esperar

def seno(x):
    return np.sin(x)
"""
