"""Un plan: la forma, solo de datos, de una comprobación; su códec y su ejecutor.

Un plan dice qué se construye, qué se llama y qué se devuelve, sin contener código. El mismo plan
se ejecuta en el cuaderno del alumno (casos públicos) y bajo el juez (casos ocultos).
"""

from curso.pruebas.plan.codec import ErrorDeCodec, valor_a_json, valor_de_json
from curso.pruebas.plan.codec_plan import (
    caso_a_json,
    caso_de_json,
    plan_a_json,
    plan_de_json,
    respuesta_a_json,
    respuesta_de_json,
)
from curso.pruebas.plan.ejecutor import ejecutar_a_json, ejecutar_caso
from curso.pruebas.plan.pasos import (
    Caso,
    Construir,
    Devolver,
    Instanciar,
    Llamar,
    Metodo,
    Modificar,
    Paso,
    Plan,
    Problema,
    Tomar,
)
from curso.pruebas.plan.valores import (
    DeDispositivo,
    EnMemoria,
    Ref,
    Respuesta,
    Rng,
    Valor,
    Vista,
    mismos_bytes,
)

__all__ = [
    "Caso",
    "Construir",
    "DeDispositivo",
    "Devolver",
    "EnMemoria",
    "ErrorDeCodec",
    "Instanciar",
    "Llamar",
    "Metodo",
    "Modificar",
    "Paso",
    "Plan",
    "Problema",
    "Ref",
    "Respuesta",
    "Rng",
    "Tomar",
    "Valor",
    "Vista",
    "caso_a_json",
    "caso_de_json",
    "ejecutar_a_json",
    "ejecutar_caso",
    "mismos_bytes",
    "plan_a_json",
    "plan_de_json",
    "respuesta_a_json",
    "respuesta_de_json",
    "valor_a_json",
    "valor_de_json",
]
