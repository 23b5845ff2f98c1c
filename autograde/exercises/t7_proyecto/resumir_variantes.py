"""t7.resumir: las equivocadas."""

from __future__ import annotations

import math

import numpy as np

from autograde.exercises.t7_proyecto.resumir_piezas import (
    INTACT,
    alphabetical,
    epoch,
    epoch_of_lowest,
    epoch_of_validation,
    epochs_there_are,
    first_seen,
    last_in_a_tie,
    least,
    least_epoch,
    lower,
    lower_epoch,
    lowest,
    mean,
    nan_median,
    none_is_zero,
    only_finite,
    twisted,
    upper,
    upper_epoch,
    with_mean,
    writes,
)
from autograde.model import Variant
from solutions.comparacion import clasificar_curva

VARIANTS = (
    Variant(
        "media",
        twisted(middle=mean, epoch=with_mean),
        "Haces la media de las semillas, no la mediana.",
        "Una sola semilla que sale mal arrastra la media. La mediana es la del medio: `np.median`.",
        others=(twisted(middle=mean),),
    ),
    Variant(
        "la_mejor_semilla",
        twisted(middle=least, epoch=least_epoch),
        "Te quedas con la mejor semilla de cada optimizador.",
        "Así gana el que tuvo suerte una vez. Se pide la mediana de todas.",
        others=(twisted(middle=least),),
    ),
    Variant(
        "la_primera_semilla",
        twisted(chosen=lambda histories: histories[:1]),
        "Solo miras la primera semilla de cada optimizador.",
        "Reúne todas las historias que llevan el mismo nombre, estén donde estén.",
    ),
    Variant(
        "la_ultima_semilla",
        twisted(chosen=lambda histories: histories[-1:]),
        "Solo cuenta la última semilla de cada optimizador.",
        "Si guardas cada historia en `grupos[nombre] = …`, la siguiente la borra: hace falta una "
        "lista.",
    ),
    Variant(
        "del_medio_sin_promediar",
        twisted(middle=upper, epoch=upper_epoch),
        "Con un número par de semillas no promedias las dos del medio.",
        "Con 4 valores ordenados, la mediana es la media del segundo y el tercero.",
        others=(twisted(middle=lower, epoch=lower_epoch),),
    ),
    Variant(
        "mediana_con_nan",
        twisted(middle=nan_median),
        "Si una semilla acaba en nan, tu mediana es nan.",
        "Lo que no es finito cuenta como infinito: cámbialo antes de hacer la mediana.",
    ),
    Variant(
        "sin_las_que_divergen",
        twisted(middle=only_finite),
        "Dejas fuera las semillas que no acaban en un número finito.",
        "Divergir también es un resultado, y malo: cuenta como infinito.",
    ),
    Variant(
        "mejor_es_la_ultima",
        twisted(best=lambda h: h["validacion"][-1]),
        "Tu mejor validación es la última.",
        "Es la menor de toda la curva de validación.",
    ),
    Variant(
        "mejor_del_entrenamiento",
        twisted(best=lambda h: lowest(h["perdidas"])),
        "Buscas la mejor validación en la curva de entrenamiento.",
        "Está en `historia['validacion']`.",
    ),
    Variant(
        "validacion_de_la_mejor_epoca",
        twisted(best=lambda h: h["validacion"][int(np.argmin(h["perdidas"]))]),
        "Das la validación de la época de menor pérdida de entrenamiento.",
        "La mejor validación es la menor de su propia curva.",
    ),
    Variant(
        "mejor_de_todas",
        twisted(together=lambda histories: min(lowest(h["validacion"]) for h in histories)),
        "Tu mejor validación es la menor de todas las semillas.",
        "Es la mediana de la mejor de cada una.",
    ),
    Variant(
        "sin_ordenar",
        twisted(order=lambda summaries: summaries),
        "No ordenas los resúmenes.",
        "Van de menor a mayor `mejor_validacion`.",
    ),
    Variant(
        "orden_por_la_ultima",
        twisted(order=lambda s: sorted(s, key=lambda r: r["validacion"])),
        "Ordenas por la última validación.",
        "Se ordena por `mejor_validacion`.",
    ),
    Variant(
        "orden_alfabetico",
        twisted(order=lambda s: sorted(s, key=lambda r: r["optimizador"])),
        "Ordenas por el nombre.",
        "Se ordena por `mejor_validacion`, de menor a mayor.",
    ),
    Variant(
        "orden_inverso",
        twisted(order=lambda s: sorted(s, key=lambda r: -r["mejor_validacion"])),
        "Ordenas de peor a mejor.",
        "La pérdida más baja va primero.",
    ),
    Variant(
        "empate_por_nombre",
        twisted(order=lambda s: sorted(s, key=lambda r: (r["mejor_validacion"], r["optimizador"]))),
        "Si dos empatan, los ordenas por el nombre.",
        "Con la misma `mejor_validacion` quedan en el orden en que aparecen: `sorted` lo respeta "
        "solo.",
    ),
    Variant(
        "epocas_que_hay",
        twisted(epoch=epochs_there_are),
        "Haces la mediana solo de las semillas que convergen.",
        "Un `None` cuenta como infinito: si no llegan ni la mitad, la época es `None`.",
    ),
    Variant(
        "none_es_cero",
        twisted(epoch=none_is_zero),
        "La época de una curva que no converge la cuentas como 0.",
        "Sería como haber llegado la primera: un `None` cuenta como infinito.",
    ),
    Variant(
        "epoca_de_la_validacion",
        twisted(epoch=epoch_of_validation),
        "Buscas la época de convergencia en la curva de validación.",
        "Es la de entrenamiento: `epoca_de_convergencia(historia['perdidas'])`.",
    ),
    Variant(
        "epoca_de_la_mejor",
        twisted(epoch=epoch_of_lowest),
        "Tu época es la de menor validación.",
        "Es la que da `epoca_de_convergencia(historia['perdidas'])`.",
    ),
    Variant(
        "epoca_entera",
        twisted(epoch=lambda h: None if (e := epoch(h)) is None else int(e)),
        "Redondeas la época.",
        "La mediana de 4 y 7 es 5,5: no la conviertas en un entero.",
    ),
    Variant(
        "clase_en_empate",
        twisted(commonest=first_seen),
        "Cuando dos clases empatan, das la que aparece primero en las historias.",
        "En un empate cuenta la primera de esta lista: `no converge`, `subóptima`, `sobreajusta`, "
        "`converge`.",
    ),
    Variant(
        "clase_en_empate_la_ultima",
        twisted(commonest=last_in_a_tie),
        "Cuando dos clases empatan, das la última de la lista.",
        "En un empate cuenta la primera: `no converge`, `subóptima`, `sobreajusta`, `converge`.",
    ),
    Variant(
        "clase_en_empate_alfabetica",
        twisted(commonest=alphabetical),
        "Cuando dos clases empatan, das la primera por orden alfabético.",
        "El orden es el de la lista: `no converge`, `subóptima`, `sobreajusta`, `converge`.",
    ),
    Variant(
        "clase_de_la_primera",
        twisted(commonest=lambda classes: classes[0]),
        "La clase que das es la de la primera semilla.",
        "Es la que más se repite.",
    ),
    Variant(
        "sin_base",
        twisted(
            classify=lambda h, base: clasificar_curva(h["perdidas"], h["validacion"], math.inf)
        ),
        "No le pasas la base a `clasificar_curva`, o le pasas otra.",
        "Es `clasificar_curva(historia['perdidas'], historia['validacion'], base)`.",
        others=(
            twisted(
                classify=lambda h, base: clasificar_curva(h["perdidas"], h["validacion"], 1e-12)
            ),
        ),
    ),
    Variant(
        "sin_agrupar",
        twisted(group=lambda h: (h["optimizador"], h["semilla"])),
        "Das un resumen por historia.",
        "Es uno por optimizador, con la mediana de sus semillas.",
    ),
    Variant(
        "pierde_la_ultima_epoca",
        twisted(last=lambda curve: curve[-2]),
        "Tus pérdidas finales son las de la penúltima época.",
        "La última es `curva[-1]`.",
    ),
    Variant(
        "diccionario",
        twisted(told=lambda summaries: {r["optimizador"]: r for r in summaries}),
        "Devuelves un diccionario con los resúmenes.",
        "Se pide una lista, que es lo que tiene orden.",
    ),
    Variant(
        "tuplas",
        twisted(told=lambda summaries: [tuple(r.values()) for r in summaries]),
        "Cada resumen es una tupla.",
        "Es un diccionario, con las seis claves del enunciado.",
    ),
    Variant("modifica_la_entrada", writes, INTACT.causa, INTACT.pista),
)
