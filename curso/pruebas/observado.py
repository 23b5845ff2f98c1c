"""Lo que se ve en las respuestas que fallan, sin suponer nada del código que las dio.

Cada observación es cierta por cómo se ha hecho: que cambió una entrada, que se lanzó una excepción,
que lo devuelto es de otro tipo. Por eso va delante de lo que se adivina.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from curso.pruebas.compara import Comparacion, Discrepancia, Hallazgo
from curso.pruebas.plan.no_admitido import NOMBRES as NO_ADMITIDOS
from curso.pruebas.plan.valores import Respuesta, mismos_bytes

#: qué suele haber detrás de las excepciones más corrientes
_PISTAS = {
    "AttributeError": "Le pides a un objeto un atributo o un método que no tiene. ¿Es del tipo que "
    "crees? ¿Está bien escrito el nombre?",
    "IndexError": "Un índice se sale del arreglo o de la lista. Los índices van de 0 a n − 1.",
    "KeyError": "Buscas en un diccionario una clave que no está.",
    "NameError": "Usas un nombre que no existe. ¿Está bien escrito? ¿Se define antes, o en una "
    "celda que no has ejecutado?",
    "OverflowError": "Un número se ha hecho demasiado grande.",
    "RecursionError": "Tu función se llama a sí misma sin parar.",
    "TypeError": "Una operación no admite los tipos que le llegan, o a una llamada le faltan o le "
    "sobran argumentos.",
    "UnboundLocalError": "Usas una variable antes de darle valor: mira por qué camino no se le da.",
    "ValueError": "Algún valor no le sirve a la operación que lo recibe; con arreglos, suele ser "
    "que las formas no cuadran.",
    "ZeroDivisionError": "Divides entre cero. ¿Qué vale el divisor en ese caso?",
}
_DICHA = " Abajo, en el caso que falla, está la línea tuya que la lanza y con qué mensaje."
_OCULTA = (
    " Solo pasa con casos ocultos, de los que no se enseña nada más: prueba tu función con otros "
    "tamaños y con casos límite."
)
_SIN_PISTA = "Algo de lo que haces no se puede hacer con esos valores."


def entradas_cambiadas(
    respuestas: Sequence[Respuesta], esperadas: Sequence[Respuesta]
) -> dict[int, tuple[str, ...]]:
    """Por caso, los nombres de las entradas que han quedado cambiadas; sin los casos intactos."""
    cambiadas = {}
    for i, (o, e) in enumerate(zip(respuestas, esperadas, strict=False)):
        if o.estado == e.estado == "valor":
            nombres = tuple(
                nombre
                for nombre, antes in e.entradas.items()
                if nombre not in o.entradas or not mismos_bytes(o.entradas[nombre], antes)
            )
            if nombres:
                cambiadas[i] = nombres
    return cambiadas


def hallazgos_de_entradas(nombres: Sequence[str], c: Comparacion) -> list[Hallazgo]:
    """Los hallazgos de haber cambiado esas entradas: el propio de cada una, o el de todas."""
    propios = [c.intactas_de.get(nombre, c.intactas) for nombre in nombres]
    return [h for h in dict.fromkeys(propios) if h is not None]


def observar(
    ejercicio: str, fallos: Mapping[int, tuple[Respuesta, Respuesta, Discrepancia]]
) -> list[Hallazgo]:
    """Lo que se ve en los casos que fallan, lo más repetido primero y como mucho dos cosas.

    fallos
        Por caso, lo obtenido, lo esperado y la diferencia.
    """
    vistos = Counter(filter(None, (_clase(*fallo) for fallo in fallos.values())))
    todos = len(fallos)
    dichas = {_clase(*fallo) for fallo in fallos.values() if fallo[0].detalle}
    return [
        _hallazgo(ejercicio, *visto, veces == todos, visto in dichas)
        for visto, veces in vistos.most_common(2)
    ]


def _clase(o: Respuesta, e: Respuesta, d: Discrepancia) -> tuple[str, str] | None:
    """Qué clase de fallo es y su dato; None si es un valor equivocado y nada más."""
    if o.estado == "excepcion":
        if e.estado == "excepcion":
            return ("otra_excepcion", f"{o.excepcion}/{e.excepcion}")
        return ("excepcion", str(o.excepcion))
    if o.estado == "tiempo":
        return ("no_acaba", "")
    if o.estado == "invalida":
        return ("no_admitido", str(o.excepcion or ""))
    if o.estado != "valor":
        return None
    if e.estado == "excepcion":
        return ("no_rechaza", str(e.excepcion))
    if o.valor is None and e.valor is not None:
        return ("devuelve_none", "")
    if d.clase in ("signo", "dtype", "forma", "longitud"):
        return (d.clase, "")
    return (d.clase, _tipos(o.valor, e.valor)) if d.clase == "tipo" else None


def _tipos(o: Any, e: Any) -> str:
    return f"{type(o).__name__}/{type(e).__name__}"


_NOMBRES = {
    "ndarray": "un arreglo",
    "list": "una lista",
    "tuple": "una tupla",
    "set": "un conjunto",
    "dict": "un diccionario",
    "str": "un texto",
    "int": "un entero",
    "float": "un número real (float)",
    "bool": "un booleano",
    "NoneType": "None",
    "DeDispositivo": "un arreglo del dispositivo",
}


def _hallazgo(ejercicio: str, clase: str, dato: str, siempre: bool, dicha: bool) -> Hallazgo:
    en = "" if siempre else "En alguno de los casos que fallan, "
    causa, pista = _FRASES[clase](dato) if clase in _FRASES else ("", "")
    causa = causa if siempre else en + causa[0].lower() + causa[1:]
    if clase in ("excepcion", "otra_excepcion"):
        pista += _DICHA if dicha else _OCULTA
    return Hallazgo(f"{ejercicio}.{clase}", causa, pista)


def _de_excepcion(tipo: str) -> tuple[str, str]:
    causa = f"Tu función lanza `{tipo}` donde se espera una respuesta."
    return causa, _PISTAS.get(tipo, _SIN_PISTA)


def _de_otra_excepcion(tipos: str) -> tuple[str, str]:
    lanzada, esperada = tipos.split("/")
    causa = f"Tu función lanza `{lanzada}`, y el enunciado pide `{esperada}`."
    return causa, "Compruébalo al principio, antes de hacer cuentas con ello, y usa `raise`."


def _de_no_rechazar(tipo: str) -> tuple[str, str]:
    causa = f"Tu función acepta algo que el enunciado pide rechazar con `{tipo}`."
    return causa, f"Relee qué valores no se admiten, y comprueba cada uno: `raise {tipo}(…)`."


def _de_tipo(tipos: str) -> tuple[str, str]:
    obtenido, esperado = tipos.split("/")
    que, pedido = _NOMBRES.get(obtenido, obtenido), _NOMBRES.get(esperado, esperado)
    if que == pedido:
        return (
            "Lo que hay dentro de tu resultado no es del tipo que se pide.",
            "Compara tu resultado con el esperado de un caso público, parte por parte.",
        )
    return (
        f"Tu función devuelve {que}, y se espera {pedido}.",
        "Relee qué ha de devolver, y en qué orden.",
    )


#: qué hacer con lo que no se admite, cuando por su tipo se sabe
_EN_SU_LUGAR = {
    "generador": "¿Hay un `yield` donde iba un `return`, o un paréntesis donde iba un corchete? Si "
    "se pide una lista o un arreglo, constrúyelo entero antes de devolverlo.",
    "funcion": "Escribe los paréntesis para llamarla: `f(x)`, no `f`.",
    "clase": "Escribe los paréntesis para construir el objeto, o devuelve su valor.",
    "complejo": "Una raíz o una potencia de un número negativo da un complejo: mira de qué la "
    "calculas.",
    "excepcion": "Con `return ValueError(…)` no se rechaza nada: hace falta `raise`.",
    "arreglo_de_objetos": "Sale al juntar en `np.array` listas de distinto tamaño, o `None`: mira "
    "qué metes en él.",
    "conjunto": "Relee qué han de ser los elementos.",
}


def _de_no_admitido(tipo: str) -> tuple[str, str]:
    que = NO_ADMITIDOS.get(tipo)
    if que is None:
        causa = "No se ha podido leer lo que devuelve tu función."
        return causa, "¿Es muy grande, o tiene unas cosas dentro de otras sin fin?"
    causa = f"Tu función devuelve {que}, que no se admite."
    if tipo in ("range", "map", "filter", "zip", "enumerate", "iterador", "vista_de_diccionario"):
        return causa, "Conviértelo en lo que se pide, por ejemplo con `list(…)`."
    return causa, _EN_SU_LUGAR.get(tipo, "Relee qué ha de devolver.")


_FRASES = {
    "excepcion": _de_excepcion,
    "otra_excepcion": _de_otra_excepcion,
    "no_rechaza": _de_no_rechazar,
    "tipo": _de_tipo,
    "no_acaba": lambda _: (
        "Tu función no acaba a tiempo.",
        "Si hay un bucle `while`, ¿qué hace que su condición deje de cumplirse? Si es un "
        "generador, ¿cuándo termina?",
    ),
    "no_admitido": _de_no_admitido,
    "devuelve_none": lambda _: (
        "Tu función devuelve `None`.",
        "¿Le falta el `return`? Los métodos que cambian algo en su sitio, como `.sort()` o "
        "`.append()`, también devuelven `None`.",
    ),
    "signo": lambda _: (
        "Tu resultado tiene el signo cambiado.",
        "Los números son los que deben ser, pero al revés: revisa los signos de la fórmula.",
    ),
    "dtype": lambda _: (
        "Los números son del tipo (dtype) que no es.",
        "Mira con qué dtype creas cada arreglo: `np.zeros(n)` es siempre float64, y un número de "
        "NumPy, como `np.sqrt(0.5)`, arrastra a float64 lo que toca.",
    ),
    "forma": lambda _: (
        "Tu resultado no tiene la forma que se pide.",
        "Mira `.shape` de lo que devuelves en un caso público.",
    ),
    "longitud": lambda _: (
        "Tu resultado no tiene tantos elementos como se piden.",
        "Cuenta los que devuelves en un caso público, y los que se esperaban.",
    ),
}
#: la última parte del código de cada observación
OBSERVACIONES = frozenset(_FRASES)
