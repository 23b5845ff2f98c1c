"""t7.experimento: las equivocadas."""

from __future__ import annotations

from autograde.exercises.t7_proyecto.experimento_piezas import (
    INTACT,
    accumulated,
    by_seed,
    each,
    full,
    goes_on,
    grouped,
    in_order,
    kept,
    pairs,
    pops,
    twisted,
    without,
)
from autograde.model import Variant

VARIANTS = (
    Variant(
        "optimizador_reutilizado",
        twisted(optimiser=kept(lambda name, seed, i, epoch, batch: (name, i))),
        "Usas el mismo optimizador con varias semillas.",
        "Lleva dentro lo que aprendió con la anterior (su inercia, sus medias, su cuenta de "
        "pasos). Haz uno nuevo, `nuevo()`, en cada historia.",
    ),
    Variant(
        "uno_para_todos_los_arreglos",
        twisted(optimiser=kept(lambda name, seed, i, epoch, batch: (name, seed))),
        "Usas un solo optimizador para todos los arreglos de parámetros.",
        "Su estado es de **un** arreglo: con dos, cuenta el doble de pasos y los mezcla. Haz uno "
        "por arreglo: `[nuevo() for _ in parametros]`.",
    ),
    Variant(
        "uno_para_todo",
        twisted(optimiser=kept(lambda name, seed, i, epoch, batch: name)),
        "Usas un solo optimizador para todos los arreglos y todas las semillas.",
        "Hace falta uno nuevo por historia y por arreglo: `[nuevo() for _ in parametros]`, después "
        "de `iniciar`.",
    ),
    Variant(
        "nuevo_en_cada_epoca",
        twisted(optimiser=kept(lambda name, seed, i, epoch, batch: (name, seed, i, epoch))),
        "Haces optimizadores nuevos en cada época.",
        "Así olvidan su estado. Se hacen una vez por historia, antes del bucle de las épocas.",
    ),
    Variant(
        "nuevo_en_cada_lote",
        twisted(optimiser=kept(lambda name, seed, i, epoch, batch: (name, seed, i, epoch, batch))),
        "Haces optimizadores nuevos en cada lote.",
        "Así no tienen memoria. Se hacen una vez por historia, antes del bucle de las épocas.",
    ),
    Variant(
        "misma_semilla_al_iniciar",
        twisted(start=lambda lab, name, seed, seeds, ended: lab.iniciar(seeds[0])),
        "Todas las semillas parten de los mismos pesos.",
        "Los pesos iniciales son los de cada una: `laboratorio.iniciar(semilla)`.",
        others=(twisted(start=lambda lab, name, seed, seeds, ended: lab.iniciar(0)),),
    ),
    Variant(
        "misma_semilla_en_los_lotes",
        twisted(batches=lambda lab, seed, epoch, seeds: lab.lotes(seeds[0], epoch)),
        "Los lotes son siempre los de la misma semilla.",
        "Cada semilla tiene los suyos: `laboratorio.lotes(semilla, epoca)`.",
        others=(twisted(batches=lambda lab, seed, epoch, seeds: lab.lotes(0, epoch)),),
    ),
    Variant(
        "lotes_repetidos",
        twisted(batches=lambda lab, seed, epoch, seeds: lab.lotes(seed, 0)),
        "En todas las épocas usas los lotes de la primera.",
        "En cada época van en otro orden: `laboratorio.lotes(semilla, epoca)`.",
    ),
    Variant(
        "epocas_desde_uno",
        twisted(epochs=lambda n: range(1, n + 1)),
        "Pides los lotes de las épocas desde la 1.",
        "La primera época es la 0: `range(epocas)`.",
    ),
    Variant(
        "argumentos_de_lotes_cambiados",
        twisted(batches=lambda lab, seed, epoch, seeds: lab.lotes(epoch, seed)),
        "Has cambiado de orden los argumentos de `lotes`.",
        "Es `laboratorio.lotes(semilla, epoca)`.",
    ),
    Variant(
        "sin_volver_a_iniciar",
        twisted(start=goes_on(lambda name, seed: None)),
        "Solo inicias los pesos una vez: cada entrenamiento sigue donde acabó el anterior.",
        "Cada historia empieza con `laboratorio.iniciar(semilla)`.",
        others=(twisted(pairs=by_seed, start=goes_on(lambda name, seed: None), told=in_order),),
    ),
    Variant(
        "sigue_con_el_siguiente_optimizador",
        twisted(pairs=by_seed, start=goes_on(lambda name, seed: seed), told=in_order),
        "Con cada semilla, un optimizador sigue donde acabó el anterior.",
        "Todos parten de los mismos pesos: `laboratorio.iniciar(semilla)` va dentro de los dos "
        "bucles.",
    ),
    Variant(
        "sigue_con_la_siguiente_semilla",
        twisted(start=goes_on(lambda name, seed: name)),
        "Cada optimizador sigue, con la semilla siguiente, donde acabó con la anterior.",
        "`laboratorio.iniciar(semilla)` va dentro de los dos bucles.",
    ),
    Variant(
        "media_sin_pesos",
        twisted(mean=lambda losses, sizes: sum(losses) / len(losses)),
        "Haces la media de los lotes como si todos midieran lo mismo.",
        "El último puede ser más corto: multiplica cada pérdida por sus ejemplos y divide entre el "
        "total.",
    ),
    Variant(
        "suma_de_lotes",
        twisted(mean=lambda losses, sizes: sum(losses)),
        "Sumas las pérdidas de los lotes.",
        "Es su media, con el peso de los ejemplos de cada uno.",
    ),
    Variant(
        "perdida_del_ultimo_lote",
        twisted(mean=lambda losses, sizes: losses[-1]),
        "La pérdida de tu época es la de su último lote.",
        "Es la media de todos.",
    ),
    Variant(
        "perdida_del_primer_lote",
        twisted(mean=lambda losses, sizes: losses[0]),
        "La pérdida de tu época es la de su primer lote.",
        "Es la media de todos.",
    ),
    Variant(
        "todas_las_perdidas",
        twisted(mean=lambda losses, sizes: list(losses)),
        "Guardas las pérdidas de todos los lotes.",
        "Es un número por época: su media.",
    ),
    Variant(
        "perdida_despues",
        twisted(loss_after=True),
        "Mides la pérdida de cada lote después de actualizar con él.",
        "Es la que da `perdida_y_gradiente` junto al gradiente, antes del paso. Además, así la "
        "calculas dos veces.",
    ),
    Variant(
        "un_lote_por_epoca",
        twisted(batches=lambda lab, seed, epoch, seeds: list(lab.lotes(seed, epoch))[:1]),
        "En cada época solo entrenas con el primer lote.",
        "Recorre todos los de `laboratorio.lotes(semilla, epoca)`. ¿Hay un `break` o un `return` "
        "de más?",
    ),
    Variant(
        "sin_el_lote_corto",
        twisted(batches=lambda lab, seed, epoch, seeds: full(list(lab.lotes(seed, epoch)))),
        "Dejas fuera el último lote, el corto.",
        "Se entrena con todos.",
    ),
    Variant(
        "valida_antes",
        twisted(validate=lambda lab, old, new, loss: lab.validar(old)),
        "Validas antes de entrenar cada época.",
        "Se valida al acabarla, con los pesos ya actualizados.",
    ),
    Variant(
        "validacion_copiada",
        twisted(validate=lambda lab, old, new, loss: loss),
        "Tu curva de validación es la de entrenamiento.",
        "Se mide con otros datos: `laboratorio.validar(parametros)`.",
    ),
    Variant(
        "valida_al_final",
        each(lambda h: {**h, "validacion": h["validacion"][-1:]}),
        "Solo validas al final.",
        "Es un número por época: va dentro del bucle de las épocas.",
        others=(each(lambda h: {**h, "validacion": h["validacion"][-1]}),),
    ),
    Variant(
        "listas_compartidas",
        twisted(told=accumulated),
        "Todas tus historias llevan las pérdidas de todos los entrenamientos.",
        "Crea las dos listas vacías dentro de los bucles, en cada historia.",
    ),
    Variant(
        "orden_por_semillas",
        twisted(pairs=by_seed),
        "Das las historias por semillas.",
        "Van por optimizadores: todas las semillas del primero, y luego las del segundo.",
    ),
    Variant(
        "una_semilla",
        twisted(pairs=lambda makers, seeds: pairs(makers, seeds[:1])),
        "Solo entrenas con la primera semilla.",
        "Es una historia por optimizador **y** por semilla. ¿Dónde está el `return`?",
    ),
    Variant(
        "sin_problema",
        without("problema"),
        "A tus historias les falta la clave `problema`.",
        "Cada una lleva cinco: `problema`, `optimizador`, `semilla`, `perdidas` y `validacion`.",
    ),
    Variant(
        "sin_semilla",
        without("semilla"),
        "A tus historias les falta la clave `semilla`.",
        "Cada una lleva cinco: `problema`, `optimizador`, `semilla`, `perdidas` y `validacion`.",
    ),
    Variant(
        "por_optimizador",
        twisted(told=grouped),
        "Devuelves un diccionario de optimizador a historias.",
        "Se pide una sola lista con todas: el nombre va en cada historia.",
    ),
    Variant("modifica_la_entrada", pops, INTACT.causa, INTACT.pista),
    Variant(
        "sin_validar",
        twisted(check=lambda epocas: None),
        "No compruebas `epocas`.",
        "Con menos de una época no hay curva: `ValueError`.",
    ),
)
