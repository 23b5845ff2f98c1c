# ruff: noqa: E501 – cada solución ocupa una línea
"""Soluciones equivocadas, escritas desde los enunciados, que no son variantes de ningún ejercicio.

Cada una lleva los hallazgos que son ciertos de ella, sin el ejercicio delante. Que no se le diga
ninguno es una carencia; que se le diga otro, una falsedad.
"""

WRONG = [
    # --- t1
    (
        "t1.gradiente_numerico",
        "def gradiente_numerico(f, w, h=1e-5):\n    return [(f(w + h) - f(w - h)) / (2 * h) for _ in w]",
        {"todas_a_la_vez"},
    ),
    (
        "t1.gradiente_numerico",
        "def gradiente_numerico(f, w, h=1e-5):\n    g = []\n    for i in range(len(w)):\n        d = np.zeros(len(w)); d[i] = h\n        g.append((f(w + d) - f(w)) / h)\n    return np.array(g)",
        {"hacia_delante"},
    ),
    (
        "t1.gradiente_numerico",
        "def gradiente_numerico(f, w, h=1e-5):\n    g = np.zeros(len(w))\n    for i in range(len(w)):\n        a = w.astype(float)\n        b = a\n        a[i] += h\n        b[i] -= h\n        g[i] = (f(a) - f(b)) / (2 * h)\n    return g",
        {"no_mueve"},
    ),
    (
        "t1.gradiente_numerico",
        "def gradiente_numerico(f, w, h=1e-5):\n    g = np.zeros(len(w))\n    for i in range(len(w) + 1):\n        d = np.zeros(len(w)); d[i] = h\n        g[i] = (f(w + d) - f(w - d)) / (2 * h)\n    return g",
        {"excepcion"},
    ),
    (
        "t1.gradiente_numerico",
        "def gradiente_numerico(f, w, h=1e-5):\n    for i in range(len(w)):\n        d = np.zeros(len(w)); d[i] = h\n        g = (f(w + d) - f(w - d)) / (2 * h)\n    return g",
        {"tipo"},
    ),
    (
        "t1.error_y_gradiente",
        "def error_y_gradiente(w, X, y):\n    r = X @ w - y\n    return np.mean(r ** 2), X.T @ r / len(y)",
        {"sin_el_dos"},
    ),
    (
        "t1.error_y_gradiente",
        "def error_y_gradiente(w, X, y):\n    r = y - X @ w\n    return np.mean(r ** 2), 2 / len(y) * X.T @ r",
        {"signo"},
    ),
    (
        "t1.error_y_gradiente",
        "def error_y_gradiente(w, X, y):\n    r = X @ w - y\n    return np.sum(r ** 2) / len(w), 2 * X.T @ r / len(w)",
        {"entre_parametros"},
    ),
    (
        "t1.error_y_gradiente",
        "def error_y_gradiente(w, X, y):\n    r = X @ w - y\n    return np.mean(r) ** 2, 2 / len(y) * X.T @ r",
        set(),
    ),
    (
        "t1.error_y_gradiente",
        "def error_y_gradiente(w, X, y):\n    r = X @ w - y\n    e = np.mean(r ** 2)\n    g = 2 / len(y) * X.T @ r\n    e, g = g, e",
        {"devuelve_none"},
    ),
    (
        "t1.descenso_gradiente",
        "def descenso_gradiente(gradiente, w0, lr, iteraciones):\n    if iteraciones < 1:\n        raise ValueError\n    p = [w0]\n    for _ in range(iteraciones):\n        p.append(p[-1] - lr * gradiente(p[-1]))\n    return np.array(p)",
        {"rechaza_cero"},
    ),
    (
        "t1.descenso_gradiente",
        "def descenso_gradiente(gradiente, w0, lr, iteraciones):\n    if iteraciones < 0:\n        raise ValueError\n    w = w0.astype(float)\n    p = [w]\n    for _ in range(iteraciones):\n        w -= lr * gradiente(w)\n        p.append(w)\n    return np.array(p)",
        {"siempre_el_mismo_arreglo"},
    ),
    (
        "t1.descenso_gradiente",
        "def descenso_gradiente(gradiente, w0, lr, iteraciones):\n    p = [w0]\n    for _ in range(iteraciones):\n        p.append(p[-1] + lr * gradiente(p[-1]))\n    return np.array(p)",
        {"sube", "sin_validar", "no_rechaza"},
    ),
    (
        "t1.descenso_gradiente",
        "def descenso_gradiente(gradiente, w0, lr, iteraciones):\n    p = []\n    w = w0\n    for _ in range(iteraciones):\n        p.append(w)\n        w = w - lr * gradiente(w)\n    return np.array(p)",
        {"sin_llegada", "sin_validar"},
    ),
    (
        "t1.descenso_hasta_converger",
        "def descenso_hasta_converger(gradiente, w0, lr, tol, max_iter):\n    if max_iter < 0:\n        raise ValueError\n    w = w0\n    for i in range(max_iter):\n        g = gradiente(w)\n        if np.linalg.norm(g) <= tol:\n            return w, i, True\n        w = w - lr * g\n        if not np.isfinite(w).all():\n            return w, i, False\n    return w, max_iter, False",
        {"devuelve_no_finito"},
    ),
    (
        "t1.descenso_hasta_converger",
        "def descenso_hasta_converger(gradiente, w0, lr, tol, max_iter):\n    if max_iter < 1:\n        raise ValueError\n    w = w0\n    for i in range(max_iter):\n        g = gradiente(w)\n        if np.linalg.norm(g) <= tol:\n            return w, i, True\n        n = w - lr * g\n        if not np.isfinite(n).all():\n            return w, i, False\n        w = n\n    return w, max_iter, False",
        {"rechaza_cero"},
    ),
    (
        "t1.descenso_hasta_converger",
        "def descenso_hasta_converger(gradiente, w0, lr, tol, max_iter):\n    if max_iter < 0:\n        raise ValueError\n    w = w0\n    for i in range(max_iter):\n        g = gradiente(w)\n        if np.linalg.norm(g) <= tol:\n            return w, i, True\n        n = w - lr * g\n        if not np.isfinite(n).all():\n            return w, i, True\n        w = n\n    return w, max_iter, False",
        {"converge_al_divergir"},
    ),
    (
        "t1.coste_computacional",
        "def coste_computacional(n, p, iteraciones, b=None):\n    if n < 1 or p < 1 or iteraciones < 0 or (b is not None and b < 1):\n        raise ValueError\n    return iteraciones * (b if b is not None else n) * p",
        {"desborda"},
    ),
    (
        "t1.coste_computacional",
        "def coste_computacional(n, p, iteraciones, b=None):\n    if n < 1 or p < 1 or iteraciones < 0:\n        raise ValueError\n    return int(iteraciones) * int(b if b else n) * int(p)",
        {"cero_es_none", "no_rechaza"},
    ),
    (
        "t1.coste_computacional",
        "def coste_computacional(n, p, iteraciones, b=None):\n    if n < 1 or p < 1 or iteraciones < 1 or (b is not None and b < 1):\n        raise ValueError\n    return int(iteraciones) * int(b if b is not None else n) * int(p)",
        {"rechaza_cero"},
    ),
    (
        "t1.tiempo_entrenamiento",
        "def tiempo_entrenamiento(n, a, b, c, epocas, m=None):\n    return epocas * n * (a + b + c) / 1000",
        {"excepcion", "sin_validar", "ignora_muestras", "no_rechaza"},
    ),
    (
        "t1.tiempo_entrenamiento",
        "def tiempo_entrenamiento(n, ms_prediccion, ms_error, ms_retropropagacion, epocas, muestras_por_epoca=None):\n    if n < 1 or epocas < 1:\n        raise ValueError\n    m = n if muestras_por_epoca is None else muestras_por_epoca\n    if m < 0:\n        raise ValueError\n    return epocas * m * (ms_prediccion + ms_error + ms_retropropagacion) / 1000",
        {"rechaza_cero"},
    ),
    (
        "t1.tiempo_entrenamiento",
        "def tiempo_entrenamiento(n, ms_prediccion, ms_error, ms_retropropagacion, epocas, muestras_por_epoca=None):\n    m = n if muestras_por_epoca is None else muestras_por_epoca\n    return epocas * m * (ms_prediccion + ms_error + ms_retropropagacion) / 3600",
        {"no_rechaza"},
    ),
    (
        "t1.diagnosticar_lr",
        "def diagnosticar_lr(perdidas):\n    p = np.array(perdidas, float)\n    if len(p) == 0:\n        raise ValueError\n    if np.isnan(p).any() or p[-1] > p[0]:\n        return 'divergente'\n    d = np.diff(p)\n    if len(d) and (d > 0).mean() >= 0.2:\n        return 'oscilante'\n    return 'lenta' if p[-1] > p[0] / 2 else 'adecuada'",
        {"solo_mira_nan"},
    ),
    (
        "t1.diagnosticar_lr",
        "def diagnosticar_lr(perdidas):\n    p = np.array(perdidas, float)\n    if len(p) == 0:\n        raise ValueError\n    if not np.isfinite(p).all() or p[-1] > p[0]:\n        return 'divergente'\n    d = np.diff(p)\n    if len(d) and (d > 0).sum() / len(p) >= 0.2:\n        return 'oscilante'\n    return 'lenta' if p[-1] > p[0] / 2 else 'adecuada'",
        {"mas_del_20"},
    ),
    (
        "t1.elegir_lr",
        "def elegir_lr(candidatos, f, gradiente, w0, iteraciones):\n    candidatos.sort()\n    mejor, valor = None, np.inf\n    for lr in candidatos:\n        w = w0\n        for _ in range(iteraciones):\n            w = w - lr * gradiente(w)\n        v = f(w)\n        if np.isfinite(v) and v < valor:\n            mejor, valor = lr, v\n    if mejor is None:\n        raise ValueError\n    return mejor",
        {"modifica_candidatos", "la_menor_en_empate"},
    ),
    (
        "t1.elegir_lr",
        "def elegir_lr(candidatos, f, gradiente, w0, iteraciones):\n    mejor, valor = None, np.inf\n    for lr in candidatos:\n        w = w0\n        for _ in range(iteraciones):\n            w = w - lr * gradiente(w)\n        v = f(w)\n        if v <= valor:\n            mejor, valor = lr, v\n    if mejor is None:\n        raise ValueError\n    return mejor",
        {"la_ultima_en_empate", "mira_w_y_no_f"},
    ),
    # --- t2
    (
        "t2.iteraciones_por_epoca",
        "def iteraciones_por_epoca(n, b, descartar_ultimo=False):\n    if n < 1 or b < 1:\n        raise ValueError\n    return n // b",
        {"siempre_suelo"},
    ),
    (
        "t2.iteraciones_por_epoca",
        "def iteraciones_por_epoca(n, b, descartar_ultimo=False):\n    return int(np.floor(n / b)) if descartar_ultimo else int(np.ceil(n / b))",
        {"sin_validar", "no_rechaza", "otra_excepcion"},
    ),
    (
        "t2.iteraciones_totales",
        "def iteraciones_totales(n, b, epocas, descartar_ultimo=False):\n    if n < 1 or b < 1 or epocas < 0:\n        raise ValueError\n    return epocas * (n // b + 1)",
        {"uno_de_mas_por_epoca", "ignora_descartar"},
    ),
    (
        "t2.iteraciones_totales",
        "def iteraciones_totales(n, b, epocas, descartar_ultimo=False):\n    if n < 1 or b < 1 or epocas < 0:\n        raise ValueError\n    return int(np.ceil(n * epocas / b)) if not descartar_ultimo else n * epocas // b",
        {"junta_las_epocas"},
    ),
    (
        "t2.iteraciones_totales",
        "def iteraciones_totales(n, b, epocas, descartar_ultimo=False):\n    if n < 1 or b < 1 or epocas < 0:\n        raise ValueError\n    return epocas * (n // b)",
        {"siempre_suelo"},
    ),
    (
        "t2.epocas_necesarias",
        "def epocas_necesarias(iteraciones, n, b, descartar_ultimo=False):\n    if n < 1 or b < 1 or iteraciones < 0:\n        raise ValueError\n    p = n // b if descartar_ultimo else -(-n // b)\n    if p == 0:\n        raise ValueError\n    return -(-iteraciones // p)",
        {"lanza_sin_pedir_ninguna"},
    ),
    (
        "t2.epocas_necesarias",
        "def epocas_necesarias(iteraciones, n, b, descartar_ultimo=False):\n    if n < 1 or b < 1 or iteraciones < 0:\n        raise ValueError\n    p = n // b if descartar_ultimo else -(-n // b)\n    if iteraciones == 0:\n        return 0\n    if p == 0:\n        raise ValueError\n    return iteraciones // p + 1",
        {"una_de_mas"},
    ),
    (
        "t2.partir_en_lotes",
        "def partir_en_lotes(x, y, b):\n    if b < 1:\n        raise ValueError\n    return [(x[i * b:(i + 1) * b], y[i * b:(i + 1) * b]) for i in range(len(x) // b + 1)]",
        {"lote_vacio"},
    ),
    (
        "t2.partir_en_lotes",
        "def partir_en_lotes(x, y, b):\n    if b < 1:\n        raise ValueError\n    t = -(-len(x) // b)\n    return [(x[i:i + t], y[i:i + t]) for i in range(0, len(x), t)]",
        {"b_es_el_numero_de_lotes"},
    ),
    (
        "t2.partir_en_lotes",
        "def partir_en_lotes(x, y, b):\n    if b < 1:\n        raise ValueError\n    return ((x[i:i + b], y[i:i + b]) for i in range(0, len(x), b))",
        {"no_admitido"},
    ),
    (
        "t2.desordenar_lotes",
        "def desordenar_lotes(lotes, rng):\n    l = list(lotes)\n    for i in range(len(l)):\n        j = rng.integers(len(l))\n        l[i], l[j] = l[j], l[i]\n    return l",
        {"mezcla_poco"},
    ),
    (
        "t2.desordenar_lotes",
        "def desordenar_lotes(lotes, rng):\n    rng.shuffle(lotes)\n    return lotes",
        {"modifica_la_entrada"},
    ),
    (
        "t2.desordenar_ejemplos",
        "def desordenar_ejemplos(x, y, rng):\n    p = rng.permutation(len(x))\n    return x[p], y[np.argsort(p)]",
        {"dos_permutaciones"},
    ),
    (
        "t2.desordenar_ejemplos",
        "def desordenar_ejemplos(x, y, rng):\n    p = rng.permutation(len(x))\n    return x[p].tolist(), y[p].tolist()",
        {"otra_forma"},
    ),
    (
        "t2.desordenar_ejemplos",
        "def desordenar_ejemplos(x, y, rng):\n    p = np.arange(len(x))\n    for i in range(len(p) - 1, -1, -1):\n        j = rng.integers(len(p))\n        p[i], p[j] = p[j], p[i]\n    return x[p], y[p]",
        {"mezcla_poco"},
    ),
    (
        "t2.generar_lotes",
        "def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):\n    if b < 1:\n        raise ValueError\n    o = np.arange(len(x)) if rng is None else rng.permutation(len(x))\n    i = 0\n    while True:\n        s = o[i:i + b]\n        if descartar_ultimo and 0 < len(s) < b:\n            return\n        yield x[s], y[s]\n        i += b",
        {"no_acaba_nunca", "otra_forma"},
    ),
    (
        "t2.generar_lotes",
        "def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):\n    if b < 1:\n        raise ValueError\n    o = np.arange(len(x)) if rng is None else rng.permutation(len(x))\n    return [(x[o[i:i + b]], y[o[i:i + b]]) for i in range(0, len(x), b) if not descartar_ultimo or i + b <= len(x)]",
        {"devuelve_lista"},
    ),
    (
        "t2.entrenar_sgd",
        "def entrenar_sgd(f, w0, x, y, lr, b, epocas, rng=None):\n    if b < 1 or epocas < 0:\n        raise ValueError\n    w, ps = w0.copy(), []\n    for _ in range(epocas):\n        o = np.arange(len(x)) if rng is None else rng.permutation(len(x))\n        e = []\n        for i in range(0, len(x), b):\n            s = o[i:i + b]\n            p, g = f(w, x[s], y[s])\n            e.append(p)\n            w = w - lr * g\n        ps.append(np.mean(e))\n    return w, ps",
        {"una_perdida_por_epoca"},
    ),
    (
        "t2.entrenar_sgd",
        "def entrenar_sgd(f, w0, x, y, lr, b, epocas, rng=None):\n    if b < 1 or epocas < 1:\n        raise ValueError\n    w, ps = w0.copy(), []\n    for _ in range(epocas):\n        o = np.arange(len(x)) if rng is None else rng.permutation(len(x))\n        for i in range(0, len(x), b):\n            s = o[i:i + b]\n            p, g = f(w, x[s], y[s])\n            ps.append(p)\n            w = w - lr * g\n    return w, ps",
        {"rechaza_cero_epocas"},
    ),
    (
        "t2.predecir_por_lotes",
        "def predecir_por_lotes(f, x, b):\n    if b < 1:\n        raise ValueError\n    r = np.empty_like(x)\n    for i in range(0, len(x), b):\n        r[i:i + b] = f(x[i:i + b])\n    return r",
        {"excepcion", "dtype"},
    ),
    (
        "t2.nombres",
        "def nombres(b, n):\n    if b < 1 or n < 1:\n        raise ValueError\n    if b == n == 1:\n        return ['tradicional', 'batch', 'online', 'estocástico']\n    if b == n:\n        return ['tradicional', 'batch']\n    if b == 1:\n        return ['online', 'estocástico']\n    return ['estocástico', 'mini-batch']",
        {"tipo", "devuelve_lista"},
    ),
    (
        "t2.nombres",
        "def nombres(b, n):\n    if b < 1 or n < 1:\n        raise ValueError\n    if b == 1:\n        return {'online', 'estocástico'}\n    if b == n:\n        return {'tradicional', 'batch'}\n    return {'estocástico', 'mini-batch'}",
        {"olvida_el_caso_doble"},
    ),
    # --- t3
    (
        "t3.trayectoria",
        "def trayectoria(o, gradiente, w0, iteraciones):\n    p, w = [], w0\n    for _ in range(iteraciones):\n        a = o.adelanto(w) if hasattr(o, 'adelanto') else w\n        w = o.paso(w, gradiente(a))\n        p.append(w)\n    return np.stack(p)",
        {"sin_la_partida"},
    ),
    (
        "t3.trayectoria",
        "def trayectoria(o, gradiente, w0, iteraciones):\n    p, w = [w0], w0\n    for _ in range(iteraciones):\n        w = o.paso(w, gradiente(o.adelanto(w)))\n        p.append(w)\n    return np.stack(p)",
        {"excepcion"},
    ),
    (
        "t3.Momentum",
        "class Momentum:\n    def __init__(self, lr=0.01, momentum=0.9):\n        self.lr, self.momentum, self.v = lr, momentum, 0\n    def paso(self, w, g):\n        self.v = self.momentum * self.v + (1 - self.momentum) * g\n        return w - self.lr * self.v",
        {"media_movil"},
    ),
    (
        "t3.Nesterov",
        "class Nesterov:\n    def __init__(self, lr=0.01, momentum=0.9):\n        self.lr, self.momentum, self.v = lr, momentum, 0.0\n    def adelanto(self, w):\n        self.v = self.momentum * self.v\n        return w + self.v\n    def paso(self, w, g):\n        self.v = self.v - self.lr * g\n        return w + self.v",
        {"adelanto_cambia_estado"},
    ),
    (
        "t3.Adagrad",
        "class Adagrad:\n    def __init__(self, lr=0.01, eps=1e-8):\n        self.lr, self.eps, self.a = lr, eps, 0.0\n    def paso(self, w, g):\n        self.a = self.a + g\n        return w - self.lr * g / (np.sqrt(self.a) + self.eps)",
        {"sin_cuadrado"},
    ),
    (
        "t3.RMSprop",
        "class RMSprop:\n    def __init__(self, lr=0.001, rho=0.9, eps=1e-8):\n        self.lr, self.rho, self.eps, self.v = lr, rho, eps, 0.0\n    def paso(self, w, g):\n        self.v = self.rho * self.v + (1 - self.rho) * g\n        return w - self.lr * g / (np.sqrt(self.v) + self.eps)",
        {"sin_cuadrado"},
    ),
    (
        "t3.Adadelta",
        "class Adadelta:\n    def __init__(self, lr=1.0, rho=0.95, eps=1e-6):\n        self.rho, self.eps, self.s, self.d = rho, eps, 0.0, 0.0\n    def paso(self, w, g):\n        self.s = self.rho * self.s + (1 - self.rho) * g**2\n        x = np.sqrt(self.d + self.eps) / np.sqrt(self.s + self.eps) * g\n        self.d = self.rho * self.d + (1 - self.rho) * x**2\n        return w - x",
        {"sin_lr", "siempre_float64"},
    ),
    (
        "t3.Adadelta",
        "class Adadelta:\n    def __init__(self, lr=1.0, rho=0.95, eps=1e-6):\n        self.lr, self.rho, self.eps, self.s, self.d = lr, rho, eps, 0.0, 0.0\n    def paso(self, w, g):\n        self.s = self.rho * self.s + (1 - self.rho) * g**2\n        x = np.sqrt(self.d + self.eps) / np.sqrt(self.s + self.eps) * g\n        self.d = self.rho * self.d + (1 - self.rho) * x**2\n        return w - self.lr * x",
        {"siempre_float64"},
    ),
    (
        "t3.Adamax",
        "class Adamax:\n    def __init__(self, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):\n        self.lr, self.b1, self.b2, self.eps, self.m, self.u, self.t = lr, beta1, beta2, eps, 0.0, 0.0, 0\n    def paso(self, w, g):\n        self.t += 1\n        self.m = self.b1 * self.m + (1 - self.b1) * g\n        self.u = np.maximum(self.b1 * self.u, np.abs(g))\n        return w - self.lr / (1 - self.b1**self.t) * self.m / (self.u + self.eps)",
        {"decae_con_beta1"},
    ),
    (
        "t3.Nadam",
        "class Nadam:\n    def __init__(self, lr=0.002, beta1=0.9, beta2=0.999, eps=1e-8):\n        self.lr, self.b1, self.b2, self.eps, self.m, self.v = lr, beta1, beta2, eps, 0.0, 0.0\n        self.t = 1\n    def paso(self, w, g):\n        self.m = self.b1 * self.m + (1 - self.b1) * g\n        self.v = self.b2 * self.v + (1 - self.b2) * g**2\n        m = self.b1 * self.m / (1 - self.b1**(self.t + 1)) + (1 - self.b1) * g / (1 - self.b1**self.t)\n        return w - self.lr * m / (np.sqrt(self.v / (1 - self.b2**self.t)) + self.eps)",
        {"t_no_avanza"},
    ),
    (
        "t3.Ftrl",
        "class Ftrl:\n    def __init__(self, lr=0.1, l1=0.0, l2=0.0, acumulador_inicial=0.1):\n        self.lr, self.l1, self.l2, self.n, self.z = lr, l1, l2, 0.0, 0.0\n    def paso(self, w, g):\n        n = self.n + g**2\n        self.z = self.z + g - (n**0.5 - self.n**0.5) / self.lr * w\n        self.n = n\n        r = -(self.z - np.sign(self.z) * self.l1) / (n**0.5 / self.lr + 2 * self.l2)\n        return np.where(abs(self.z) <= self.l1, 0 * r, r)",
        {"acumulador_en_cero"},
    ),
    (
        "t3.Ftrl",
        "class Ftrl:\n    def __init__(self, lr=0.1, l1=0.0, l2=0.0, acumulador_inicial=0.1):\n        self.lr, self.l1, self.l2, self.n, self.z = lr, l1, l2, acumulador_inicial, 0.0\n    def paso(self, w, g):\n        n = self.n + g**2\n        self.z = self.z + g - (n**0.5 - self.n**0.5) / self.lr * w\n        self.n = n\n        if np.all(abs(self.z) <= self.l1):\n            return 0 * w\n        return -(self.z - np.sign(self.z) * self.l1) / (n**0.5 / self.lr + 2 * self.l2)",
        {"rama_para_todos"},
    ),
    (
        "t3.Adam",
        "class Adam:\n    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):\n        self.lr, self.b1, self.b2, self.eps, self.m, self.v, self.t = lr, beta1, beta2, eps, 0.0, 0.0, 0\n    def paso(self, w, g):\n        self.m = self.b1 * self.m + (1 - self.b1) * g\n        self.v = self.b2 * self.v + (1 - self.b2) * g**2\n        m = self.m / (1 - self.b1**self.t)\n        v = self.v / (1 - self.b2**self.t)\n        self.t += 1\n        return w - self.lr * m / (np.sqrt(v) + self.eps)",
        {"t_desde_0", "excepcion"},
    ),
]
