"""Tropiezos de t7, escritos desde el enunciado, con los hallazgos que son ciertos de cada uno."""

EPOCH, CLASS, SUMMARY, RANK, RUN = (
    "t7.epoca_de_convergencia",
    "t7.clasificar_curva",
    "t7.resumir",
    "t7.ordenar_optimizadores",
    "t7.experimento",
)
GOOD = """
def epoca_de_convergencia(p, t=0.05):
    f = [x for x in p if math.isfinite(x)]
    if not f or not math.isfinite(p[-1]):
        return None
    m = min(f) + t * abs(min(f))
    e = len(p)
    while e and math.isfinite(p[e - 1]) and p[e - 1] <= m:
        e -= 1
    return e if e < len(p) else None

def clasificar_curva(p, v, base):
    if not math.isfinite(p[-1]) or not math.isfinite(v[-1]):
        return "no converge"
    k = max(1, len(p) // 5)
    if (p[-1 - k] - p[-1]) / (k * p[-1 - k]) > 0.01:
        return "subóptima"
    if p[-1] >= 0.9 * base:
        return "no converge"
    s = int(np.argmin(v))
    return "sobreajusta" if v[-1] > 1.1 * v[s] and p[-1] < p[s] else "converge"
"""

#: ejercicio, programa, los hallazgos que son ciertos de él (puede no oír ninguno, pero no otro)
SLIPS = [
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    if len(perdidas) == 0:
        raise ValueError
    m = np.nanmin(perdidas)
    for e, p in enumerate(perdidas):
        if p <= m + tolerancia * abs(m):
            return e
""",
        {"la_primera_vez"},
    ),
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    m = min(perdidas)
    tope = m * (1 + tolerancia)
    e = len(perdidas)
    while e > 0 and perdidas[e - 1] <= tope:
        e -= 1
    return None if e == len(perdidas) else e
""",
        {"sin_valor_absoluto", "nan_estropea_el_minimo"},
    ),
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    if len(perdidas) == 0:
        raise ValueError
    p = np.array(perdidas, float)
    tope = np.min(p) + tolerancia * abs(np.min(p))
    dentro = p <= tope
    if not dentro[-1]:
        return None
    return int(len(p) - np.argmin(dentro[::-1]))
""",
        {"nan_estropea_el_minimo"},
    ),
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    if len(perdidas) == 0:
        raise ValueError
    p = np.array(perdidas, float)
    f = p[np.isfinite(p)]
    if len(f) == 0:
        return None
    tope = f.min() + tolerancia * abs(f.min())
    if not p[-1] <= tope:
        return None
    return int(np.flatnonzero(p > tope)[-1]) + 1
""",
        {"infinito_es_cerca", "excepcion"},
    ),
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    p = list(perdidas)
    if not p:
        raise ValueError
    if not math.isfinite(p[-1]):
        return None
    m = min(x for x in p if math.isfinite(x))
    for e in range(len(p)):
        if all(abs(x - m) < tolerancia * m for x in p[e:]):
            return e
    return None
""",
        {"sin_valor_absoluto", "justo_no_cuenta", "devuelve_none"},
    ),
    (
        EPOCH,
        """
def epoca_de_convergencia(perdidas, tolerancia=0.05):
    if len(perdidas) == 0:
        raise ValueError
    for e in range(1, len(perdidas)):
        if abs(perdidas[e] - perdidas[e - 1]) <= tolerancia * abs(perdidas[e - 1]):
            return e
    return None
""",
        {"devuelve_none", "tipo"},
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = n // 5
    if not np.isfinite(perdidas[-1]) or not np.isfinite(validacion[-1]):
        return "no converge"
    if k and (perdidas[-1 - k] - perdidas[-1]) / (k * perdidas[-1 - k]) > 0.01:
        return "subóptima"
    if perdidas[-1] >= 0.9 * base:
        return "no converge"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "sobreajusta"
    return "converge"
""",
        set(),
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = max(1, n // 5)
    if not np.isfinite(perdidas[-1]) or not np.isfinite(validacion[-1]):
        return "no converge"
    if perdidas[-1] >= 0.9 * base:
        return "no converge"
    if (perdidas[-1 - k] - perdidas[-1]) / (k * perdidas[-1 - k]) > 0.01:
        return "suboptima"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "sobreajusta"
    return "converge"
""",
        {"base_antes_que_bajada", "sin_acento"},
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = max(1, n // 5)
    if np.isnan(perdidas[-1]):
        return "no converge"
    if (perdidas[-1 - k] - perdidas[-1]) / (k * abs(perdidas[-1 - k])) > 0.01:
        return "subóptima"
    if perdidas[-1] >= 0.9 * base:
        return "no converge"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "sobreajusta"
    return "converge"
""",
        {"no_finita_en_la_validacion", "solo_mira_nan"},
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = max(1, n // 5)
    if not np.isfinite(perdidas[-1]) or not np.isfinite(validacion[-1]):
        return "no converge"
    if (perdidas[-k] - perdidas[-1]) / (k * abs(perdidas[-k])) > 0.01:
        return "subóptima"
    if perdidas[-1] >= 0.9 * base:
        return "no converge"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "sobreajusta"
    return "converge"
""",
        set(),
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = max(1, n // 5)
    if not np.isfinite(perdidas[-1]) or not np.isfinite(validacion[-1]):
        return "no converge"
    if (perdidas[-1 - k] - perdidas[-1]) / (k * abs(perdidas[-1 - k])) > 0.01:
        return "subóptima"
    if validacion[-1] >= base:
        return "no converge"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "sobreajusta"
    return "converge"
""",
        {"base_con_la_validacion", "base_entera"},
    ),
    (
        CLASS,
        """
def clasificar_curva(perdidas, validacion, base):
    n = len(perdidas)
    if n < 2 or n != len(validacion):
        raise ValueError
    k = max(1, n // 5)
    if not np.isfinite(perdidas[-1]) or not np.isfinite(validacion[-1]):
        return "No converge"
    if (perdidas[-1 - k] - perdidas[-1]) / (k * abs(perdidas[-1 - k])) > 0.01:
        return "Subóptima"
    if perdidas[-1] >= 0.9 * base:
        return "No converge"
    s = int(np.argmin(validacion))
    if validacion[-1] > 1.1 * validacion[s] and perdidas[-1] < perdidas[s]:
        return "Sobreajusta"
    return "Converge"
""",
        set(),
    ),
    (
        SUMMARY,
        GOOD
        + """
def resumir(historias, base):
    r = []
    for n in {h["optimizador"] for h in historias}:
        s = [h for h in historias if h["optimizador"] == n]
        r.append({
            "optimizador": n,
            "perdida": np.mean([h["perdidas"][-1] for h in s]),
            "validacion": np.mean([h["validacion"][-1] for h in s]),
            "mejor_validacion": np.mean([min(h["validacion"]) for h in s]),
            "epoca": np.mean([epoca_de_convergencia(h["perdidas"]) or 0 for h in s]),
            "clase": clasificar_curva(s[0]["perdidas"], s[0]["validacion"], base),
        })
    return sorted(r, key=lambda x: x["mejor_validacion"])
""",
        {"media", "none_es_cero", "clase_de_la_primera", "mediana_con_nan"},
    ),
    (
        SUMMARY,
        GOOD
        + """
def resumir(historias, base):
    g = {}
    for h in historias:
        g.setdefault(h["optimizador"], []).append(h)
    r = []
    for n, s in g.items():
        e = [epoca_de_convergencia(h["perdidas"]) for h in s]
        e = [x for x in e if x is not None]
        c = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in s]
        r.append({
            "optimizador": n,
            "perdida": np.nanmedian([h["perdidas"][-1] for h in s]),
            "validacion": np.nanmedian([h["validacion"][-1] for h in s]),
            "mejor_validacion": np.nanmedian([np.nanmin(h["validacion"]) for h in s]),
            "epoca": np.median(e) if e else None,
            "clase": max(c, key=c.count),
        })
    return sorted(r, key=lambda x: x["mejor_validacion"])
""",
        {"epocas_que_hay", "sin_las_que_divergen", "clase_en_empate"},
    ),
    (
        SUMMARY,
        GOOD
        + """
def resumir(historias, base):
    g = {}
    for h in historias:
        g.setdefault(h["optimizador"], []).append(h)
    r = {}
    fin = lambda x: x if math.isfinite(x) else math.inf
    for n, s in g.items():
        c = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in s]
        e = [epoca_de_convergencia(h["perdidas"]) for h in s]
        e = np.median([math.inf if x is None else x for x in e])
        r[n] = {
            "perdida": np.median([fin(h["perdidas"][-1]) for h in s]),
            "validacion": np.median([fin(h["validacion"][-1]) for h in s]),
            "mejor_validacion": np.median([min(map(fin, h["validacion"])) for h in s]),
            "epoca": e if math.isfinite(e) else None,
            "clase": max(("no converge", "subóptima", "sobreajusta", "converge"), key=c.count),
        }
    return r
""",
        {"diccionario", "tipo"},
    ),
    (
        SUMMARY,
        GOOD
        + """
def resumir(historias, base):
    g = {}
    for h in historias:
        g.setdefault(h["optimizador"], []).append(h)
    r = []
    fin = lambda x: x if math.isfinite(x) else math.inf
    for n, s in g.items():
        c = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in s]
        e = [epoca_de_convergencia(h["perdidas"]) for h in s]
        e = np.median([math.inf if x is None else x for x in e])
        r.append({
            "optimizador": n,
            "perdida": np.median([fin(h["perdidas"][-1]) for h in s]),
            "validacion": np.median([fin(h["validacion"][-1]) for h in s]),
            "mejor_validacion": np.median([min(map(fin, h["validacion"])) for h in s]),
            "epoca": e,
            "clase": max(("no converge", "subóptima", "sobreajusta", "converge"), key=c.count),
        })
    return sorted(r, key=lambda x: x["mejor_validacion"])
""",
        {"tipo"},
    ),
    (
        SUMMARY,
        GOOD
        + """
def resumir(historias, base):
    g = {}
    for h in historias:
        g.setdefault(h["optimizador"], []).append(h)
    r = []
    fin = lambda x: x if math.isfinite(x) else math.inf
    for n, s in g.items():
        c = [clasificar_curva(h["perdidas"], h["validacion"], base) for h in s]
        corta = min(len(h["perdidas"]) for h in s)
        p = np.median([h["perdidas"][-corta:] for h in s], axis=0)
        r.append({
            "optimizador": n,
            "perdida": fin(p[-1]),
            "validacion": np.median([fin(h["validacion"][-1]) for h in s]),
            "mejor_validacion": np.median([min(map(fin, h["validacion"])) for h in s]),
            "epoca": epoca_de_convergencia(p),
            "clase": max(("no converge", "subóptima", "sobreajusta", "converge"), key=c.count),
        })
    return sorted(r, key=lambda x: x["mejor_validacion"])
""",
        set(),
    ),
    (
        RANK,
        """
def ordenar_optimizadores(resumenes):
    if not resumenes:
        raise ValueError
    s = {}
    for lista in resumenes.values():
        for i, r in enumerate(sorted(lista, key=lambda r: r["mejor_validacion"])):
            s.setdefault(r["optimizador"], []).append(i + 1)
    if any(len(p) != len(resumenes) for p in s.values()):
        raise ValueError
    return sorted(((n, sum(p) / len(p)) for n, p in s.items()), key=lambda x: (x[1], x[0]))
""",
        {"empate_sin_compartir"},
    ),
    (
        RANK,
        """
def ordenar_optimizadores(resumenes):
    nombres = sorted({r["optimizador"] for l in resumenes.values() for r in l})
    s = dict.fromkeys(nombres, 0.0)
    for lista in resumenes.values():
        d = {r["optimizador"]: r["mejor_validacion"] for r in lista}
        for n in nombres:
            otros = list(d.values())
            s[n] += sum(x < d[n] for x in otros) + (sum(x == d[n] for x in otros) + 1) / 2
    return sorted(((n, s[n] / len(resumenes)) for n in nombres), key=lambda x: (x[1], x[0]))
""",
        {"otra_excepcion", "admite_ninguno", "no_rechaza"},
    ),
    (
        RANK,
        """
def ordenar_optimizadores(resumenes):
    if not resumenes:
        raise ValueError
    s = {}
    for lista in resumenes.values():
        v = np.array([r["mejor_validacion"] for r in lista])
        for r in lista:
            x = r["mejor_validacion"]
            s.setdefault(r["optimizador"], []).append((v < x).sum() + ((v == x).sum()) / 2)
    if any(len(p) != len(resumenes) for p in s.values()):
        raise ValueError
    return sorted(((n, float(np.mean(p))) for n, p in s.items()), key=lambda x: (x[1], x[0]))
""",
        set(),
    ),
    (
        RANK,
        """
def ordenar_optimizadores(resumenes):
    if not resumenes:
        raise ValueError
    s = {}
    for lista in resumenes.values():
        v = [r["validacion"] for r in lista]
        for r in lista:
            x = r["validacion"]
            s.setdefault(r["optimizador"], []).append(sum(y < x for y in v) + 1)
    if any(len(p) != len(resumenes) for p in s.values()):
        raise ValueError
    return sorted(((n, float(np.mean(p))) for n, p in s.items()), key=lambda x: x[1])
""",
        {"otra_perdida", "empate_el_mejor_puesto", "empate_como_aparecen"},
    ),
    (
        RANK,
        """
def ordenar_optimizadores(resumenes):
    if not resumenes:
        raise ValueError
    s = {}
    for lista in resumenes.values():
        lista.sort(key=lambda r: r["mejor_validacion"])
        v = [r["mejor_validacion"] for r in lista]
        for r in lista:
            x = r["mejor_validacion"]
            s.setdefault(r["optimizador"], []).append(v.index(x) + (v.count(x) + 1) / 2)
    if any(len(p) != len(resumenes) for p in s.values()):
        raise ValueError
    return sorted(((n, sum(p) / len(p)) for n, p in s.items()), key=lambda x: (x[1], x[0]))
""",
        {"modifica_la_entrada"},
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for n, f in optimizadores.items():
        opt = f()
        for s in semillas:
            w = laboratorio.iniciar(s)
            p, v = [], []
            for e in range(epocas):
                t, m = 0, 0
                for x, y in laboratorio.lotes(s, e):
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    w = [opt.paso(a, b) for a, b in zip(w, g)]
                    t += l * len(x)
                    m += len(x)
                p.append(t / m)
                v.append(laboratorio.validar(w))
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        {"uno_para_todo"},
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for n, f in optimizadores.items():
        for s in semillas:
            w = laboratorio.iniciar(s)
            opts = [f()] * len(w)
            p, v = [], []
            for e in range(epocas):
                ls = []
                for x, y in laboratorio.lotes(s, e):
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    w = [o.paso(a, b) for o, a, b in zip(opts, w, g)]
                    ls.append(l)
                p.append(np.mean(ls))
                v.append(laboratorio.validar(w))
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        {"uno_para_todos_los_arreglos", "media_sin_pesos"},
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for n, f in optimizadores.items():
        for s in semillas:
            w = laboratorio.iniciar(s)
            opts = [f() for _ in w]
            lotes = list(laboratorio.lotes(s, 0))
            p, v = [], []
            for e in range(epocas):
                t = m = 0
                for x, y in lotes:
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    w = [o.paso(a, b) for o, a, b in zip(opts, w, g)]
                    t += l * len(x)
                    m += len(x)
                p.append(t / m)
                v.append(laboratorio.validar(w))
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        {"lotes_repetidos"},
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for n, f in optimizadores.items():
        for s in semillas:
            w = laboratorio.iniciar(s)
            opts = [f() for _ in w]
            p, v = [], []
            for e in range(epocas):
                t = m = 0
                for x, y in laboratorio.lotes(s, e):
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    for i, o in enumerate(opts):
                        o.paso(w[i], g[i])
                    t += l * len(x)
                    m += len(x)
                p.append(t / m)
                v.append(laboratorio.validar(w))
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        set(),
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for s in semillas:
        w = laboratorio.iniciar(s)
        for n, f in optimizadores.items():
            opts = [f() for _ in w]
            p, v = [], []
            for e in range(epocas):
                t = m = 0
                for x, y in laboratorio.lotes(s, e):
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    w = [o.paso(a, b) for o, a, b in zip(opts, w, g)]
                    t += l * len(x)
                    m += len(x)
                p.append(t / m)
                v.append(laboratorio.validar(w))
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        {"orden_por_semillas", "sigue_con_el_siguiente_optimizador"},
    ),
    (
        RUN,
        """
def experimento(laboratorio, problema, optimizadores, epocas, semillas):
    if epocas < 1:
        raise ValueError
    r = []
    for n, f in optimizadores.items():
        for s in semillas:
            w = laboratorio.iniciar(s)
            opts = [f() for _ in w]
            p, v = [], []
            for e in range(epocas):
                t = m = 0
                for x, y in laboratorio.lotes(s, e):
                    l, g = laboratorio.perdida_y_gradiente(w, x, y)
                    w = [o.paso(a, b) for o, a, b in zip(opts, w, g)]
                    t += l * len(x)
                    m += len(x)
                    if not math.isfinite(l):
                        break
                p.append(t / m)
                v.append(laboratorio.validar(w))
                if not math.isfinite(t):
                    break
            r.append(dict(problema=problema, optimizador=n, semilla=s, perdidas=p, validacion=v))
    return r
""",
        {"longitud"},
    ),
]
