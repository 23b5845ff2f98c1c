# ruff: noqa: E501 – cada solución ocupa una línea
"""Soluciones equivocadas de t4, escritas desde el enunciado y no desde las variantes.

De cada una se dice lo que es cierto de ella, mirado a mano: un hallazgo, varios con «+», o «-» si
ninguno de los que hay la explica.
"""

# fmt: off
SLIPS: list[tuple[str, str, set[str]]] = []


def add(exercise, codes, *sources):
    for source, true in zip(sources, codes.split(), strict=True):
        SLIPS.append((f"t4.{exercise}", source, set(true.split("+")) - {"-"}))


CHK = "    if np.any(np.asarray(t) < 0) or cada < 1:\n        raise ValueError\n"
H = "def decaimiento_escalonado(lr0, t, factor=0.5, cada=10):\n"
add("decaimiento_escalonado",
    "sin_suelo un_tramo_de_mas techo redondea uno_menos_factor multiplica_por_veces "
    "divide_entre_el_factor resto if_con_arreglos valida_solo_t rechaza_el_primero "
    "valida_solo_numeros un_paso_adelantado cada_fijo excepcion+tipo solo_escalares "
    "solo_escalares excepcion+forma modifica_t excepcion",
    H+CHK+"    return lr0 * factor ** (t / cada)",
    H+CHK+"    return lr0 * factor ** (np.asarray(t) // (cada + 1))",
    H+CHK+"    return lr0 * factor ** np.ceil(t / cada)",
    H+CHK+"    return lr0 * factor ** np.round(t / cada)",
    H+CHK+"    return lr0 * (1 - factor) ** (t // cada)",
    H+CHK+"    return lr0 * factor * (t // cada)",
    H+CHK+"    return lr0 / factor ** (t // cada)",
    H+CHK+"    return lr0 * factor ** (t % cada)",
    H+"    if t < 0 or cada < 1:\n        raise ValueError\n    return lr0 * factor ** (t // cada)",
    H+"    if np.any(np.asarray(t) < 0):\n        raise ValueError\n    return lr0 * factor ** (t // cada)",
    H+"    if np.any(np.asarray(t) <= 0) or cada < 1:\n        raise ValueError\n    return lr0 * factor ** (t // cada)",
    H+"    if np.all(np.asarray(t) < 0) or cada < 1:\n        raise ValueError\n    return lr0 * factor ** (t // cada)",
    H+CHK+"    return lr0 * factor ** ((t + 1) // cada)",
    H+CHK+"    return lr0 * factor ** (t // 10)",
    H+CHK+"    if t % cada == 0:\n        lr0 = lr0 * factor\n    return lr0",
    H+CHK+"    return float(lr0 * factor ** (t // cada))",
    H+CHK+"    return lr0 * factor ** int(t / cada)",
    H+CHK+"    return np.array([lr0 * factor ** (i // cada) for i in t])",
    H+CHK+"    t //= cada\n    return lr0 * factor ** t",
    H+CHK+"    lr = lr0\n    for i in range(t):\n        if i % cada == 0:\n            lr *= factor\n    return lr",
)
H = "def decaimiento_exponencial(lr0, t, k):\n"
C = "    if np.any(np.asarray(t) < 0) or k < 0:\n        raise ValueError\n"
add("decaimiento_exponencial",
    "crece discreto divide_entre_k sin_lr0 potencia_de_k t_fuera un_paso_adelantado base_dos "
    "solo_escalares valida_solo_t sin_validar_t rechaza_k_cero excepcion sin_validar "
    "resta_la_exponencial base_diez excepcion",
    H+C+"    return lr0 * np.exp(k * t)",
    H+C+"    return lr0 * (1 - k) ** t",
    H+C+"    return lr0 * np.exp(-t / k)",
    H+C+"    return np.exp(-k * t)",
    H+C+"    return lr0 * k ** t",
    H+C+"    return lr0 * np.exp(-k) * t",
    H+C+"    return lr0 * np.exp(-k * (t + 1))",
    H+C+"    return lr0 * 2 ** (-k * t)",
    H+C+"    import math\n    return lr0 * math.exp(-k * t)",
    H+"    if np.any(np.asarray(t) < 0):\n        raise ValueError\n    return lr0 * np.exp(-k * t)",
    H+"    if k < 0:\n        raise ValueError\n    return lr0 * np.exp(-k * t)",
    H+"    if np.any(np.asarray(t) < 0) or k <= 0:\n        raise ValueError\n    return lr0 * np.exp(-k * t)",
    H+"    if np.any(np.asarray(t) < 0) or np.any(k < 0) or k > 1:\n        raise ValueError\n    return lr0 * np.exp(-k * t)",
    H+"    return lr0 * np.exp(-k * t)",
    H+C+"    return lr0 - np.exp(-k * t)",
    H+C+"    return lr0 * 10 ** (-k * t)",
    H+C+"    lr = lr0\n    for _ in range(t):\n        lr = lr - k * lr\n    return lr",
)
H = "def decaimiento_inverso(lr0, t, k):\n"
add("decaimiento_inverso",
    "excepcion parentesis suma_k_y_t eleva_a_k divide_entre_k t_fuera sin_lr0 al_cuadrado "
    "raiz un_paso_adelantado signo_menos division_entera sin_validar_t rechaza_k_cero "
    "no_admitido excepcion",
    H+C+"    return lr0 / (k * t)",
    H+C+"    return lr0 / 1 + k * t",
    H+C+"    return lr0 / (1 + k + t)",
    H+C+"    return lr0 / (1 + t) ** k",
    H+C+"    return lr0 / (1 + t / k)",
    H+C+"    return lr0 / (1 + k) * t",
    H+C+"    return 1 / (1 + k * t)",
    H+C+"    return lr0 / (1 + k * t) ** 2",
    H+C+"    return lr0 / np.sqrt(1 + k * t)",
    H+C+"    return lr0 / (1 + k * (t + 1))",
    H+C+"    return lr0 / (1 - k * t)",
    H+C+"    return lr0 // (1 + k * t)",
    H+"    if k < 0:\n        raise ValueError\n    return lr0 / (1 + k * t)",
    H+"    if np.any(np.asarray(t) < 0) or k <= 0:\n        raise ValueError\n    return lr0 / (1 + k * t)",
    H+"    if np.any(np.asarray(t) < 0):\n        return ValueError\n    if k < 0:\n        return ValueError\n    return lr0 / (1 + k * t)",
    H+C+"    lr = lr0\n    for i in range(t):\n        lr = lr / (1 + k * i)\n    return lr",
)
H = "def decaimiento_lineal(lr0, t, pasos, lr_minima=0.0):\n"
C = "    if np.any(np.asarray(t) < 0) or pasos < 1:\n        raise ValueError\n"
add("decaimiento_lineal",
    "no_se_queda recta_a_cero_recortada sin_minima sube if_con_arreglos desde_la_minima "
    "division_entera llega_un_paso_antes acaba_en_cero acaba_en_lr0 maximo_en_vez_de_minimo "
    "excepcion excepcion un_paso_adelantado if_con_arreglos rechaza_un_solo_paso excepcion "
    "baja_uno_en_total",
    H+C+"    return lr0 + (lr_minima - lr0) * t / pasos",
    H+C+"    return np.maximum(lr_minima, lr0 - lr0 * t / pasos)",
    H+C+"    return lr0 * (1 - np.minimum(1, t / pasos))",
    H+C+"    return lr0 + (lr0 - lr_minima) * np.minimum(1, t / pasos)",
    H+C+"    return lr0 - (lr0 - lr_minima) * min(1, t / pasos)",
    H+C+"    return lr_minima + (lr_minima - lr0) * np.minimum(1, t / pasos)",
    H+C+"    return lr0 + (lr_minima - lr0) * np.minimum(1, t // pasos)",
    H+C+"    return lr0 + (lr_minima - lr0) * np.minimum(1, t / (pasos - 1))",
    H+C+"    return np.where(t < pasos, lr0 + (lr_minima - lr0) * t / pasos, 0)",
    H+C+"    return np.where(t < pasos, lr0 + (lr_minima - lr0) * t / pasos, lr0)",
    H+C+"    return lr0 + (lr_minima - lr0) * np.maximum(1, t / pasos)",
    H+C+"    return np.linspace(lr0, lr_minima, pasos)[t]",
    H+C+"    return np.linspace(lr0, lr_minima, pasos + 1)[t]",
    H+C+"    return lr0 + (lr_minima - lr0) * np.minimum(1, (t + 1) / pasos)",
    H+C+"    if t >= pasos:\n        return lr_minima\n    return lr0 + (lr_minima - lr0) * t / pasos",
    H+"    if np.any(np.asarray(t) < 0) or pasos <= 1:\n        raise ValueError\n    return lr0 + (lr_minima - lr0) * np.minimum(1, t / pasos)",
    H+"    if np.any(np.asarray(t) < 0) or np.any(t > pasos):\n        raise ValueError\n    return lr0 + (lr_minima - lr0) * np.minimum(1, t / pasos)",
    H+C+"    return np.maximum(lr_minima, lr0 - t / pasos)",
)
def meseta(init="", mejora="perdida < self.mejor - self.mejora_minima", si="self.mejor = perdida; self.sin = 0", no="self.sin += 1", llega="self.sin == self.paciencia", baja="self.lr = max(self.lr * self.factor, self.lr_minima); self.sin = 0", fin="return self.lr", chk="if paciencia < 1 or not 0 <= factor <= 1: raise ValueError", mejor="np.inf", fuera=False):
    cuerpo = f"        else:\n            {no}\n" + (f"        if {llega}:\n            {baja}\n" if fuera else f"            if {llega}:\n                {baja}\n")
    return f"""class ReducirEnMeseta:
    def __init__(self, lr0, factor=0.1, paciencia=10, lr_minima=0.0, mejora_minima=0.0):
        {chk}
        self.lr = lr0; self.factor = factor; self.paciencia = paciencia; self.lr_minima = lr_minima; self.mejora_minima = mejora_minima
        self.mejor = {mejor}; self.sin = 0{init}
    def observar(self, perdida):
        if {mejora}:
            {si}
{cuerpo}        {fin}
"""
add("ReducirEnMeseta",
    "igualar_es_mejorar suma_mejora_minima sin_mejora_minima igualar_es_mejorar "
    "espera_uno_de_mas una_sola_bajada sin_reiniciar_la_cuenta sin_minima olvida_la_mejor "
    "no_seguidas - - nan_mejora nan_mejora minimo_en_vez_de_maximo resta_el_factor "
    "divide_entre_el_factor uno_menos_factor no_devuelve tipo sin_validar "
    "rechaza_los_factores_limite no_rechaza cada_tantas mejora_relativa tasa_atrasada "
    "nan_la_primera cuenta_desde_uno",
    meseta(mejora="perdida <= self.mejor - self.mejora_minima"),
    meseta(mejora="perdida < self.mejor + self.mejora_minima"),
    meseta(mejora="perdida < self.mejor"),
    meseta(mejora="self.mejor - perdida >= self.mejora_minima"),
    meseta(llega="self.sin > self.paciencia"),
    meseta(baja="self.lr = max(self.lr * self.factor, self.lr_minima)"),
    meseta(llega="self.sin >= self.paciencia", baja="self.lr = max(self.lr * self.factor, self.lr_minima)"),
    meseta(baja="self.lr = self.lr * self.factor; self.sin = 0"),
    meseta(baja="self.lr = max(self.lr * self.factor, self.lr_minima); self.sin = 0; self.mejor = np.inf"),
    meseta(si="self.mejor = perdida"),
    meseta(si="self.sin = 0", no="self.mejor = min(self.mejor, perdida); self.sin += 1"),
    meseta(mejora="perdida < self.mejor - self.mejora_minima", si="self.sin = 0", no="self.sin += 1").replace("        if perdida", "        previa, self.mejor = self.mejor, perdida\n        if perdida").replace("perdida < self.mejor -","perdida < previa -"),
    meseta(mejora="perdida != perdida or perdida < self.mejor - self.mejora_minima"),
    meseta(mejora="not (perdida >= self.mejor - self.mejora_minima)"),
    meseta(baja="self.lr = min(self.lr * self.factor, self.lr_minima); self.sin = 0"),
    meseta(baja="self.lr = max(self.lr - self.factor, self.lr_minima); self.sin = 0"),
    meseta(baja="self.lr = max(self.lr / self.factor, self.lr_minima); self.sin = 0"),
    meseta(baja="self.lr = max(self.lr * (1 - self.factor), self.lr_minima); self.sin = 0"),
    meseta(fin="return None").replace("        return None\n","") ,
    meseta(fin="return self.sin == 0"),
    meseta(chk="pass"),
    meseta(chk="if paciencia < 1 or not 0 < factor < 1: raise ValueError"),
    meseta(chk="if paciencia < 0 or not 0 <= factor <= 1: raise ValueError"),
    meseta(mejor="0.0"),
    meseta(mejora="perdida < self.mejor * (1 - self.mejora_minima)"),
    meseta(no="self.sin += 1").replace("        if perdida","        antes = self.lr\n        if perdida").replace("return self.lr","return antes"),
    meseta(mejor="None", mejora="self.mejor is None or perdida < self.mejor - self.mejora_minima"),
    meseta(baja="self.lr = max(self.lr * self.factor, self.lr_minima); self.sin = 1"),
)
H = "def exactitud(logitos, y):\n"
C = "    if len(y) == 0 or len(y) != len(logitos):\n        raise ValueError\n"
add("exactitud",
    "excepcion cuenta_aciertos el_menor compara_el_logito porcentaje tasa_de_error sin_eje "
    "divide_entre_clases no_rechaza solo_compara_si_vacio+admite_vacio solo_compara_si_vacio "
    "empate_es_acierto ultima_en_empate division_entera redondea mayor_en_valor_absoluto "
    "desde_uno con_umbral",
    H+C+"    return float((logitos.argmax(axis=0) == y).mean())",
    H+C+"    return float((logitos.argmax(axis=1) == y).sum())",
    H+C+"    return float((logitos.argmin(axis=1) == y).mean())",
    H+C+"    return float((logitos.max(axis=1) == y).mean())",
    H+C+"    return 100 * float((logitos.argmax(axis=1) == y).mean())",
    H+C+"    return float((logitos.argmax(axis=1) != y).mean())",
    H+C+"    return float((logitos.argmax() == y).mean())",
    H+C+"    return float((logitos.argmax(axis=1) == y).sum() / logitos.shape[1])",
    H+"    if len(y) == 0:\n        return 0.0\n    if len(y) != len(logitos):\n        raise ValueError\n    return float((logitos.argmax(axis=1) == y).mean())",
    H+"    return float((logitos.argmax(axis=1) == y).mean())",
    H+"    if len(y) == 0:\n        raise ValueError\n    return float((logitos.argmax(axis=1) == y).mean())",
    H+C+"    a = 0\n    for f, c in zip(logitos, y):\n        if f[c] == f.max():\n            a += 1\n    return a / len(y)",
    H+C+"    return float((logitos.shape[1] - 1 - logitos[:, ::-1].argmax(axis=1) == y).mean())",
    H+C+"    a = 0\n    for f, c in zip(logitos, y):\n        if f.argmax() == c:\n            a += 1\n    return a // len(y)",
    H+C+"    return round(float((logitos.argmax(axis=1) == y).mean()), 2)",
    H+C+"    return float((abs(logitos).argmax(axis=1) == y).mean())",
    H+C+"    return float((logitos.argmax(axis=1) + 1 == y).mean())",
    H+C+"    return float((logitos > 0)[range(len(y)), y].mean())",
)
H = "def proporcion_actualizacion(antes, despues):\n"
def prop(chk="if len(antes) != len(despues): raise ValueError", form="if a.shape != d.shape: raise ValueError", paso="np.sqrt(np.sum((d - a) ** 2))", pesos="np.sqrt(np.sum(a ** 2))", cero="0.0 if paso == 0 else np.inf", r="paso / pesos", si="r < 1e-4", baja="r > 1e-2", out="(float(r), c)", fin="return res"):
    return H+f"""    {chk}
    res = []
    for a, d in zip(antes, despues):
        {form}
        paso = {paso}
        pesos = {pesos}
        if pesos == 0:
            r = {cero}
        else:
            r = {r}
        c = 'subir' if {si} else 'bajar' if {baja} else 'mantener'
        res.append({out})
    {fin}
"""
add("proporcion_actualizacion",
    "entre_los_nuevos al_reves al_cuadrado norma_uno norma_del_maximo norma_espectral "
    "consejos_al_reves un_solo_limite limites_cambiados ceros_son_cero ceros_siempre_inf "
    "cero_entre_cero suma_eps sin_consejo pareja_al_reves no_compara_longitudes "
    "no_compara_formas rechaza_las_vacias solo_el_primero suma media_del_paso resta_de_normas "
    "porcentaje todos_juntos+rechaza_las_vacias",
    prop(pesos="np.sqrt(np.sum(d ** 2))"),
    prop(r="pesos / paso if paso else 0.0"),
    prop(paso="np.sum((d - a) ** 2)", pesos="np.sum(a ** 2)"),
    prop(paso="np.abs(d - a).sum()", pesos="np.abs(a).sum()"),
    prop(paso="np.abs(d - a).max()", pesos="np.abs(a).max()"),
    prop(paso="np.linalg.norm(d - a, 2) if a.ndim == 2 else np.linalg.norm(d - a)", pesos="np.linalg.norm(a, 2) if a.ndim == 2 else np.linalg.norm(a)"),
    prop(si="r > 1e-2", baja="r < 1e-4"),
    prop(si="r < 1e-3", baja="r > 1e-3"),
    prop(si="r < 1e-2", baja="r > 1e-4"),
    prop(cero="0.0"),
    prop(cero="np.inf"),
    prop(cero="np.nan"),
    prop(pesos="np.sqrt(np.sum(a ** 2)) + 1e-12"),
    prop(out="float(r)"),
    prop(out="(c, float(r))"),
    prop(chk="pass"),
    prop(form="pass"),
    prop(chk="if len(antes) != len(despues) or not antes: raise ValueError"),
    prop(fin="return res[0]"),
    prop(paso="np.sqrt(np.sum(d - a) ** 2)", pesos="np.sqrt(np.sum(a) ** 2)"),
    prop(paso="np.sqrt(np.mean((d - a) ** 2))"),
    prop(paso="np.sqrt(np.sum(d ** 2)) - np.sqrt(np.sum(a ** 2))"),
    prop(r="paso / pesos * 100"),
    H+"    if len(antes) != len(despues): raise ValueError\n    a = np.concatenate([x.ravel() for x in antes]); d = np.concatenate([x.ravel() for x in despues])\n    r = float(np.linalg.norm(d - a) / np.linalg.norm(a))\n    return [(r, 'subir' if r < 1e-4 else 'bajar' if r > 1e-2 else 'mantener')]",
)
H = "def detectar_sobreajuste(entrenamiento, validacion):\n"
def sob(chk="if len(entrenamiento) != len(validacion) or len(validacion) == 0 or np.isnan(entrenamiento).any() or np.isnan(validacion).any() or min(validacion) <= 0: raise ValueError", ini="int(np.argmin(validacion))", u="validacion[-1] / validacion[i]", nin="u <= 1.1 or entrenamiento[-1] >= entrenamiento[i]", rn="'ninguno', None", f="u > 1.5", fin="return ('fuerte' if {f} else 'leve'), i"):
    return H+f"""    {chk}
    i = {ini}
    u = {u}
    if {nin}:
        return {rn}
    {fin.format(f=f)}
"""
add("detectar_sobreajuste",
    "ultimo_minimo - epocas_desde_uno sin_mirar_el_entrenamiento y_en_vez_de_o "
    "entrenamiento_igual entrenamiento_desde_la_primera - sin_el_diez_por_ciento "
    "justo_el_50_es_fuerte leve_es_fuerte - mayor_de_despues excepcion entre_la_ultima "
    "siempre_la_epoca ninguno_sin_pareja pareja_al_reves no_rechaza+otra_excepcion no_rechaza "
    "sin_validar_longitudes otra_excepcion palabras_cambiadas primera_subida excepcion "
    "ultima_epoca fuerte_desde_el_doble excepcion",
    sob(ini="len(validacion) - 1 - int(np.argmin(validacion[::-1]))"),
    sob(ini="int(np.argmin(entrenamiento))"),
    sob(ini="int(np.argmin(validacion)) + 1", u="validacion[-1] / min(validacion)", nin="u <= 1.1 or entrenamiento[-1] >= entrenamiento[i-1]"),
    sob(nin="u <= 1.1"),
    sob(nin="u <= 1.1 and entrenamiento[-1] >= entrenamiento[i]"),
    sob(nin="u <= 1.1 or entrenamiento[-1] > entrenamiento[i]"),
    sob(nin="u <= 1.1 or entrenamiento[-1] >= entrenamiento[0]"),
    sob(nin="u <= 1.1 or entrenamiento[-1] >= min(entrenamiento)"),
    sob(nin="u <= 1.0 or entrenamiento[-1] >= entrenamiento[i]"),
    sob(f="u >= 1.5"),
    sob(f="u > 0.5"),
    sob(u="validacion[-1] - validacion[i] + 1"),
    sob(u="max(validacion) / validacion[i]"),
    sob(u="validacion[-1] / entrenamiento[-1]"),
    sob(u="1 + (validacion[-1] - validacion[i]) / validacion[-1]"),
    sob(rn="'ninguno', i"),
    sob(rn="'ninguno'"),
    sob(fin="return i, ('fuerte' if {f} else 'leve')"),
    sob(chk="if len(entrenamiento) != len(validacion) or len(validacion) == 0: raise ValueError"),
    sob(chk="if len(entrenamiento) != len(validacion) or len(validacion) == 0 or np.isnan(validacion).any() or min(validacion) <= 0: raise ValueError"),
    sob(chk="if len(validacion) == 0 or np.isnan(entrenamiento).any() or np.isnan(validacion).any() or min(validacion) <= 0: raise ValueError"),
    sob(chk="if len(entrenamiento) != len(validacion) or len(validacion) == 0 or np.isnan(entrenamiento).any() or np.isnan(validacion).any() or min(validacion) < 0: raise ValueError"),
    sob(fin="return ('leve' if {f} else 'fuerte'), i"),
    sob(ini="next((k for k in range(1, len(validacion)) if validacion[k] > validacion[k-1]), 0)"),
    sob(ini="validacion.index(min(validacion))"),
    sob(fin="return ('fuerte' if {f} else 'leve'), len(validacion) - 1"),
    sob(f="u > 2"),
    sob(ini="np.argmin(validacion)", chk="if len(entrenamiento) != len(validacion) or len(validacion) == 0 or np.isnan(entrenamiento).any() or np.isnan(validacion).any() or min(validacion) <= 0 or min(entrenamiento) <= 0: raise ValueError"),
)
H = "def regularizacion_l2(perdida, gradiente, w, l2):\n"
C = "    if l2 < 0:\n        raise ValueError\n"
add("regularizacion_l2",
    "sin_el_medio todo_doble media gradiente_sin_tocar gradiente_con_medio l1 "
    "norma_sin_cuadrado suma_al_cuadrado resta resta_en_el_gradiente solo_la_penalizacion "
    "modifica_la_entrada actualiza_los_pesos tipo suma_por_columnas excepcion+tipo "
    "l2_al_cuadrado sin_validar rechaza_el_cero al_reves multiplica_todo "
    "cuadrados_del_gradiente",
    H+C+"    return perdida + l2 * (w ** 2).sum(), gradiente + l2 * w",
    H+C+"    return perdida + l2 * (w ** 2).sum(), gradiente + 2 * l2 * w",
    H+C+"    return perdida + l2 / 2 * (w ** 2).mean(), gradiente + l2 * w",
    H+C+"    return perdida + l2 / 2 * (w ** 2).sum(), gradiente",
    H+C+"    return perdida + l2 / 2 * (w ** 2).sum(), gradiente + l2 / 2 * w",
    H+C+"    return perdida + l2 / 2 * abs(w).sum(), gradiente + l2 * np.sign(w)",
    H+C+"    return perdida + l2 / 2 * np.sqrt((w ** 2).sum()), gradiente + l2 * w",
    H+C+"    return perdida + l2 / 2 * w.sum() ** 2, gradiente + l2 * w",
    H+C+"    return perdida - l2 / 2 * (w ** 2).sum(), gradiente - l2 * w",
    H+C+"    return perdida + l2 / 2 * (w ** 2).sum(), gradiente - l2 * w",
    H+C+"    return l2 / 2 * (w ** 2).sum(), l2 * w",
    H+C+"    gradiente += l2 * w\n    return perdida + l2 / 2 * (w ** 2).sum(), gradiente",
    H+C+"    return perdida + l2 / 2 * (w ** 2).sum(), w - l2 * w",
    H+C+"    return perdida + l2 / 2 * (w ** 2).sum()",
    H+C+"    return perdida + l2 / 2 * sum(w ** 2), gradiente + l2 * w",
    H+C+"    return perdida + l2 / 2 * w @ w, gradiente + l2 * w",
    H+C+"    return perdida + l2 ** 2 / 2 * (w ** 2).sum(), gradiente + l2 ** 2 * w",
    H+"    return perdida + l2 / 2 * (w ** 2).sum(), gradiente + l2 * w",
    H+"    if l2 <= 0:\n        raise ValueError\n    return perdida + l2 / 2 * (w ** 2).sum(), gradiente + l2 * w",
    H+C+"    return gradiente + l2 * w, perdida + l2 / 2 * (w ** 2).sum()",
    H+C+"    return (perdida + (w ** 2).sum()) * l2 / 2, (gradiente + w) * l2",
    H+C+"    return perdida + l2 / 2 * (gradiente ** 2).sum(), gradiente + l2 * w",
)
H = "def abandono(x, p, rng, entrenando=True):\n"
C = "    if p < 0 or p >= 1:\n        raise ValueError\n    if not entrenando:\n        return x.copy(), np.ones_like(x)\n"
add("abandono",
    "sin_escalar divide_entre_p apaga_las_que_quedan divide_entre_p misma_para_todos "
    "azar_ajeno numero_fijo todo_o_nada otra_probabilidad modifica_x mascara_sin_escalar "
    "no_es_pareja otros_valores escala_al_predecir abandona_al_predecir no_rechaza excepcion "
    "sin_validar siempre_las_mismas sin_mascara_al_predecir otros_valores otra_probabilidad "
    "apaga_las_que_quedan filas_enteras otros_valores filas_enteras",
    H+C+"    m = (rng.random(x.shape) >= p) * 1.0\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) >= p) / p if p else np.ones_like(x)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) < p) / (1 - p)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) < p) / p if p else np.ones_like(x)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape[-1]) >= p) / (1 - p) * np.ones_like(x)\n    return x * m, m",
    H+C+"    m = np.random.random(x.shape) >= p\n    m = m / (1 - p)\n    return x * m, m",
    H+C+"    m = np.ones(x.size); m[rng.permutation(x.size)[:int(round(p * x.size))]] = 0\n    m = m.reshape(x.shape) / (1 - p)\n    return x * m, m",
    H+C+"    m = (rng.random() >= p) / (1 - p) * np.ones_like(x)\n    return x * m, m",
    H+C+"    m = (rng.normal(size=x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) >= p) / (1 - p)\n    x *= m\n    return x, m",
    H+C+"    m = (rng.random(x.shape) >= p) * 1.0\n    return x * m / (1 - p), m",
    H+C+"    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m",
    H+C+"    m = (rng.random(x.shape) >= p) / (1 - p)\n    return m, x * m",
    H+"    if p < 0 or p >= 1:\n        raise ValueError\n    if not entrenando:\n        return x * (1 - p), np.ones_like(x)\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+"    if p < 0 or p >= 1:\n        raise ValueError\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+"    if p < 0 or p > 1:\n        raise ValueError\n    if not entrenando:\n        return x.copy(), np.ones_like(x)\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+"    if p <= 0 or p >= 1:\n        raise ValueError\n    if not entrenando:\n        return x.copy(), np.ones_like(x)\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+"    if not entrenando:\n        return x.copy(), np.ones_like(x)\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+C+"    rng = np.random.default_rng(0)\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+"    if p < 0 or p >= 1:\n        raise ValueError\n    if not entrenando:\n        return x, None\n    m = (rng.random(x.shape) >= p) / (1 - p)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) >= p)\n    m = m / m.mean()\n    return x * m, m",
    H+C+"    m = rng.choice([0, 1], size=x.shape) / (1 - p)\n    return x * m, m",
    H+C+"    m = rng.choice([0, 1], size=x.shape, p=[1 - p, p]) / (1 - p)\n    return x * m, m",
    H+C+"    m = (rng.random((x.shape[0], 1)) >= p) / (1 - p) * np.ones_like(x)\n    return x * m, m",
    H+C+"    m = (rng.random(x.shape) >= p) * (1 - p)\n    return x * m, m",
    H+C+"    m = np.zeros_like(x)\n    for i in range(len(x)):\n        if rng.random() >= p:\n            m[i] = 1 / (1 - p)\n    return x * m, m",
)
def parada(chk="if paciencia < 1: raise ValueError", mejor="np.inf", ep="0", me="None", mp="None", parado="if self.sin >= self.paciencia: return True", mejora="perdida < self.mejor - self.mejora_minima", si="self.mejor = perdida; self.sin = 0; self.mejor_epoca = self.epoca; self.mejores_pesos = [w.copy() for w in pesos]", no="self.sin += 1", inc="self.epoca += 1", fin="return self.sin >= self.paciencia"):
    return f"""class ParadaTemprana:
    def __init__(self, paciencia=5, mejora_minima=0.0):
        {chk}
        self.paciencia = paciencia; self.mejora_minima = mejora_minima
        self.mejor = {mejor}; self.sin = 0; self.epoca = {ep}; self.mejor_epoca = {me}; self.mejores_pesos = {mp}
    def observar(self, perdida, pesos):
        {parado}
        if {mejora}:
            {si}
        else:
            {no}
        {inc}
        {fin}
"""
B = "self.mejor = perdida; self.sin = 0; self.mejor_epoca = self.epoca; "
add("ParadaTemprana",
    "guarda_la_lista guarda_referencias guarda_referencias no_admitido el_ultimo_arreglo "
    "igualar_es_mejorar sin_mejora_minima suma_mejora_minima espera_una_de_mas "
    "no_sigue_parada epocas_desde_uno epoca_cero_al_empezar pesos_vacios_al_empezar "
    "no_seguidas - tipo nan_mejora nan_no_cuenta sin_validar rechaza_paciencia_uno "
    "guarda_los_ultimos cuenta_las_mejoras tipo empieza_en_cero nan_la_primera tipo - -",
    parada(si=B+"self.mejores_pesos = pesos"),
    parada(si=B+"self.mejores_pesos = list(pesos)"),
    parada(si=B+"self.mejores_pesos = pesos.copy()"),
    parada(si=B+"self.mejores_pesos = np.array(pesos, dtype=object)"),
    parada(si=B+"self.mejores_pesos = pesos[-1].copy()"),
    parada(mejora="perdida <= self.mejor - self.mejora_minima"),
    parada(mejora="perdida < self.mejor"),
    parada(mejora="perdida < self.mejor + self.mejora_minima"),
    parada(fin="return self.sin > self.paciencia", parado="if self.sin > self.paciencia: return True"),
    parada(parado="pass"),
    parada(ep="1"),
    parada(me="0"),
    parada(mp="[]"),
    parada(si="self.mejor = perdida; self.mejor_epoca = self.epoca; self.mejores_pesos = [w.copy() for w in pesos]"),
    parada(fin="return self.sin < self.paciencia"),
    parada(fin="pass"),
    parada(mejora="not (perdida >= self.mejor - self.mejora_minima)"),
    parada(no="self.sin += 1 if perdida == perdida else 0"),
    parada(chk="pass"),
    parada(chk="if paciencia <= 1: raise ValueError"),
    parada(si="self.mejor = perdida; self.sin = 0; self.mejor_epoca = self.epoca").replace("        else:","            pass\n        else:").replace("        self.epoca += 1","        self.mejores_pesos = [w.copy() for w in pesos]\n        self.epoca += 1"),
    parada(inc="pass", si="self.mejor = perdida; self.sin = 0; self.epoca += 1; self.mejor_epoca = self.epoca; self.mejores_pesos = [w.copy() for w in pesos]", ep="-1"),
    parada(no="self.mejor = perdida; self.sin += 1"),
    parada(mejor="0.0"),
    parada(mejor="None", mejora="self.mejor is None or perdida < self.mejor - self.mejora_minima"),
    parada(fin="return self.mejor_epoca"),
    parada(fin="return self.mejor_epoca is not None and self.epoca - self.mejor_epoca >= self.paciencia"),
    parada(fin="return self.epoca >= self.paciencia and self.sin > 0"),
)
H = "def estadisticas_activacion(a, umbral=0.95):\n"
C = "    if a.size == 0:\n        raise ValueError\n"
add("estadisticas_activacion",
    "estricto sin_valor_absoluto varianza desviacion_muestral cuenta no_saturadas umbral_fijo "
    "media_absoluta por_columnas no_rechaza sin_validar otro_orden entre_las_filas mediana "
    "desviacion_sin_centrar porcentaje tipo cuenta_las_filas siempre_saturadas "
    "suma_entre_las_filas",
    H+C+"    return a.mean(), a.std(), (abs(a) > umbral).mean()",
    H+C+"    return a.mean(), a.std(), (a >= umbral).mean()",
    H+C+"    return a.mean(), a.var(), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), a.std(ddof=1), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), a.std(), (abs(a) >= umbral).sum()",
    H+C+"    return a.mean(), a.std(), (abs(a) <= umbral).mean()",
    H+C+"    return a.mean(), a.std(), (abs(a) >= 0.95).mean()",
    H+C+"    return abs(a).mean(), a.std(), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(axis=0), a.std(axis=0), (abs(a) >= umbral).mean(axis=0)",
    H+"    if a.size == 0:\n        return 0.0, 0.0, 0.0\n    return a.mean(), a.std(), (abs(a) >= umbral).mean()",
    H+"    return a.mean(), a.std(), (abs(a) >= umbral).mean()",
    H+C+"    return a.std(), a.mean(), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), a.std(), (abs(a) >= umbral).sum() / len(a)",
    H+C+"    return np.median(a), a.std(), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), np.sqrt((a ** 2).mean()), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), a.std(), 100 * (abs(a) >= umbral).mean()",
    H+C+"    return {'media': a.mean(), 'desviacion': a.std(), 'saturadas': (abs(a) >= umbral).mean()}",
    H+"    if len(a) == 0:\n        raise ValueError\n    return a.mean(), a.std(), (abs(a) >= umbral).mean()",
    H+C+"    return a.mean(), a.std(), ((a >= umbral) | (a <= umbral)).mean()",
    H+C+"    return a.sum() / len(a), a.std(), (abs(a) >= umbral).mean()",
)
