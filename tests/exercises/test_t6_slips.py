"""Tropiezos de t6 escritos como los escribe un alumno, y lo que se les ha de decir."""

import pytest

from tests.exercises.told import diagnosis

#: hallazgo → programas que han de tenerlo, y ninguno más
SLIPS = (
    (
        "t6.promediar_predicciones.modifica_la_entrada",
        """
def promediar_predicciones(p):
    if not len(p):
        raise ValueError
    if any(a.shape != p[0].shape for a in p):
        raise ValueError
    m = p[0]
    for q in p[1:]:
        m += q
    return m / len(p)
""",
    ),
    (
        "t6.conjunto_inicializaciones.semillas_que_se_pisan",
        """
def conjunto_inicializaciones(entrenar, k, semilla):
    if k < 1:
        raise ValueError
    return [entrenar(np.random.default_rng(semilla * i)) for i in range(k)]
""",
    ),
    (
        "t6.conjunto_inicializaciones.no_es_un_generador",
        """
def conjunto_inicializaciones(entrenar, k, semilla):
    if k < 1:
        raise ValueError
    out = []
    for i in range(k):
        np.random.seed(semilla + i)
        out.append(entrenar(np.random))
    return out
""",
    ),
    (
        "t6.conjunto_puntos_de_control.divide_entre_los_pedidos",
        """
def conjunto_puntos_de_control(puntos, predecir, ultimos=None):
    if len(puntos) == 0:
        raise ValueError
    if ultimos is None:
        ultimos = len(puntos)
    if ultimos <= 0:
        raise ValueError
    s = 0
    for p in puntos[-ultimos:]:
        s = s + predecir(p)
    return s / ultimos
""",
    ),
    (
        "t6.conjunto_puntos_de_control.promedia_los_pesos",
        """
def conjunto_puntos_de_control(puntos, predecir, ultimos=None):
    if len(puntos) == 0:
        raise ValueError
    if ultimos is None:
        ultimos = len(puntos)
    if ultimos <= 0:
        raise ValueError
    c = puntos[-ultimos:]
    if isinstance(c[0], np.ndarray):
        return predecir(sum(c) / len(c))
    return predecir([sum(z) / len(c) for z in zip(*c)])
""",
    ),
    (
        "t6.MediaMovil.sin_copia",
        """
class MediaMovil:
    def __init__(self, decaimiento=0.99):
        if not 0 <= decaimiento < 1:
            raise ValueError
        self.d = decaimiento
        self.parametros = None

    def observar(self, p):
        if self.parametros is None:
            self.parametros = list(p)
        else:
            self.parametros = [
                self.d * m + (1 - self.d) * w for m, w in zip(self.parametros, p)
            ]
""",
    ),
    (
        "t6.MediaMovil.estado_compartido",
        """
class MediaMovil:
    media = []

    def __init__(self, decaimiento=0.99):
        if not 0 <= decaimiento < 1:
            raise ValueError
        self.d = decaimiento

    @property
    def parametros(self):
        return self.media or None

    def observar(self, p):
        if not self.media:
            self.media.extend(w.copy() for w in p)
        else:
            for i, w in enumerate(p):
                self.media[i] = self.d * self.media[i] + (1 - self.d) * w
""",
    ),
    (
        "t6.validacion_cruzada.faltan_ejemplos",
        """
def validacion_cruzada(n, k, rng=None):
    if k < 2 or k > n:
        raise ValueError
    o = np.arange(n) if rng is None else rng.permutation(n)
    t = n // k
    return [
        (np.concatenate([o[: i * t], o[(i + 1) * t :]]), o[i * t : (i + 1) * t])
        for i in range(k)
    ]
""",
    ),
    (
        "t6.validacion_cruzada.partes_que_se_cortan",
        """
def validacion_cruzada(n, k, rng=None):
    if k < 2 or k > n:
        raise ValueError
    r = rng or np.random.default_rng(0)
    out = []
    for i in range(k):
        v = r.choice(n, n // k, replace=False)
        out.append((np.setdiff1d(np.arange(n), v), v))
    return out
""",
    ),
    (
        "t6.validacion_cruzada.mismas_partes",
        """
def validacion_cruzada(n, k, rng=None):
    if k < 2 or k > n:
        raise ValueError
    ps = np.array_split(np.arange(n), k)
    if rng is not None:
        ps = [rng.permutation(p) for p in ps]
    return [(np.concatenate(ps[:i] + ps[i + 1 :]), ps[i]) for i in range(k)]
""",
    ),
    (
        "t6.evaluar_por_partes.desviacion_con_k",
        """
def evaluar_por_partes(entrenar, evaluar, x, y, partes):
    if len(partes) < 2:
        raise ValueError
    p = [evaluar(entrenar(x[t], y[t]), x[v], y[v]) for t, v in partes]
    return np.mean(p), np.std(p)
""",
    ),
    (
        "t6.evaluar_por_partes.fuga",
        """
def evaluar_por_partes(entrenar, evaluar, x, y, partes):
    if len(partes) < 2:
        raise ValueError
    p = []
    vistos = []
    for t, v in partes:
        vistos += list(t)
        p.append(evaluar(entrenar(x[vistos], y[vistos]), x[v], y[v]))
    return np.mean(p), np.std(p, ddof=1)
""",
    ),
    (
        "t6.log_uniforme.siempre_los_mismos",
        """
def log_uniforme(minimo, maximo, rng, n):
    if not 0 < minimo < maximo or n < 0:
        raise ValueError
    return np.logspace(np.log10(minimo), np.log10(maximo), n)
""",
    ),
    (
        "t6.log_uniforme.pocos_valores",
        """
def log_uniforme(minimo, maximo, rng, n):
    if not 0 < minimo < maximo or n < 0:
        raise ValueError
    return 10.0 ** rng.integers(
        int(np.floor(np.log10(minimo))), int(np.ceil(np.log10(maximo))) + 1, n
    )
""",
    ),
    (
        "t6.busqueda_en_rejilla.mismo_diccionario_en_la_lista",
        """
def busqueda_en_rejilla(evaluar, rejilla):
    ints = []
    b = None
    m = float("inf")
    o = {}
    for v in itertools.product(*rejilla.values()):
        for k, w in zip(rejilla, v):
            o[k] = w
        p = evaluar(**o)
        ints.append((o, p))
        if np.isfinite(p) and p < m:
            b, m = dict(o), p
    if b is None:
        raise ValueError
    return b, m, ints
""",
    ),
    (
        "t6.busqueda_en_rejilla.evalua_varias_veces",
        """
def busqueda_en_rejilla(evaluar, rejilla):
    ints = []
    b = None
    m = float("inf")
    for v in itertools.product(*rejilla.values()):
        o = dict(zip(rejilla, v))
        ints.append((o, evaluar(**o)))
        if np.isfinite(evaluar(**o)) and evaluar(**o) < m:
            b, m = o, evaluar(**o)
    if b is None:
        raise ValueError
    return b, m, ints
""",
    ),
    (
        "t6.busqueda_aleatoria.otra_forma",
        """
def busqueda_aleatoria(evaluar, espacio, intentos, rng):
    if intentos < 1:
        raise ValueError
    ints = []
    b = None
    m = float("inf")
    for i in range(intentos):
        o = {k: f(rng) for k, f in espacio.items()}
        p = evaluar(**o)
        ints.append(o)
        if np.isfinite(p) and p < m:
            b, m = o, p
    if b is None:
        raise ValueError
    return b, m, ints
""",
    ),
    (
        "t6.busqueda_aleatoria.por_columnas",
        """
def busqueda_aleatoria(evaluar, espacio, intentos, rng):
    if intentos < 1:
        raise ValueError
    c = {k: [f(rng) for _ in range(intentos)] for k, f in espacio.items()}
    ints = []
    b = None
    m = float("inf")
    for i in range(intentos):
        o = {k: c[k][i] for k in c}
        p = evaluar(**o)
        ints.append((o, p))
        if np.isfinite(p) and p < m:
            b, m = o, p
    if b is None:
        raise ValueError
    return b, m, ints
""",
    ),
)


@pytest.mark.parametrize(("code", "program"), SLIPS, ids=[code for code, _ in SLIPS])
def test_a_slip_written_by_hand_is_told_its_own_cause(code, program):
    found = diagnosis(code.rpartition(".")[0], program, hidden=False)
    assert [h.codigo for h in found.hallazgos] == [code]
