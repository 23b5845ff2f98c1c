"""t4.ReducirEnMeseta: las soluciones equivocadas, con su hallazgo."""

from __future__ import annotations

from autograde.exercises.t4_tasa_de_aprendizaje.cases import SHARED
from autograde.exercises.t4_tasa_de_aprendizaje.reducir_en_meseta_clases import (
    Shared,
    counts_everything,
    first_is_best,
    forget_best,
    keep_count,
    lowest_seen,
    nan_or_lower,
    no_reset,
    one_step_late,
    only_if_it_fits,
    reset_to_one,
    returns_nothing,
    skip_nan,
    strict_factor,
    twisted,
    with_previous,
)
from autograde.model import Variant
from solutions.planificadores import ReducirEnMeseta

ID = "t4.ReducirEnMeseta"

VARIANTS = (
    Variant(
        "espera_uno_de_mas",
        twisted(exhausted=lambda self: self.bad > self.patience),
        "Esperas una pérdida de más: la tasa baja tras paciencia + 1 sin mejorar.",
        "Con paciencia = 2, a la segunda pérdida seguida sin mejora la tasa ya ha bajado: `>=`, no "
        "`>`.",
    ),
    Variant(
        "espera_uno_de_menos",
        twisted(exhausted=lambda self: self.bad >= self.patience - 1),
        "Bajas la tasa una pérdida antes de tiempo.",
        "Solo cuentan las pérdidas que no mejoran: la mejor no es una de las `paciencia`.",
    ),
    Variant(
        "no_seguidas",
        twisted(improve=keep_count),
        "Cuentas las pérdidas que no mejoran aunque no sean seguidas.",
        "Cuando una pérdida mejora la mejor, la cuenta vuelve a cero.",
    ),
    Variant(
        "sin_reiniciar_la_cuenta",
        twisted(reduce=no_reset),
        "Al bajar la tasa no reinicias la cuenta, y vuelve a bajar a la siguiente pérdida.",
        "Después de bajarla hay que darle otra vez `paciencia` pérdidas de margen.",
    ),
    Variant(
        "olvida_la_mejor",
        twisted(reduce=forget_best),
        "Al bajar la tasa olvidas cuál era la mejor pérdida.",
        "Lo que vuelve a empezar es la cuenta; la mejor pérdida sigue siendo la mejor.",
    ),
    Variant(
        "compara_con_la_anterior",
        twisted(observar=with_previous),
        "Comparas cada pérdida con la anterior, y no con la mejor.",
        "Tras un pico, bajar no es mejorar: hay que pasar por debajo de la mejor vista hasta "
        "ahora.",
    ),
    Variant(
        "igualar_es_mejorar",
        twisted(improves=lambda self, loss: loss <= self.best - self.margin),
        "Das por mejora llegar justo al límite: igualar la mejor, o mejorarla en mejora_minima.",
        "Ha de mejorarla **en más** de `mejora_minima`: la comparación es estricta, `<`.",
    ),
    Variant(
        "sin_mejora_minima",
        twisted(improves=lambda self, loss: loss < self.best),
        "No usas mejora_minima: cualquier bajada cuenta como mejora.",
        "Solo es una mejora si la pérdida es menor que la mejor **menos** `mejora_minima`.",
    ),
    Variant(
        "suma_mejora_minima",
        twisted(improves=lambda self, loss: loss < self.best + self.margin),
        "mejora_minima entra con el signo cambiado: das por mejora quedar algo por encima.",
        "La pérdida ha de ser menor que la mejor **menos** `mejora_minima`.",
    ),
    Variant(
        "mejora_relativa",
        twisted(improves=lambda self, loss: loss < self.best * (1 - self.margin)),
        "Tomas mejora_minima como una proporción de la mejor pérdida.",
        "Es una diferencia: mejor − pérdida ha de pasar de `mejora_minima`.",
    ),
    Variant(
        "la_mejor_siempre_baja",
        twisted(worsen=lowest_seen),
        "Apuntas como mejor una pérdida que no ha mejorado lo bastante.",
        "La mejor solo cambia cuando hay mejora: así muchas bajadas pequeñas acaban por sumar una.",
    ),
    Variant(
        "tasa_atrasada",
        twisted(observar=one_step_late),
        "Devuelves la tasa que había antes de mirar esta pérdida.",
        "`observar` devuelve la que hay que usar desde ahora: ya reducida, si toca.",
    ),
    Variant(
        "resta_el_factor",
        twisted(lowered=lambda self: max(self.lr - self.factor, self.least)),
        "Restas el factor a la tasa.",
        "La tasa se **multiplica** por `factor`.",
    ),
    Variant(
        "siempre_desde_lr0",
        twisted(lowered=lambda self: max(self.lr0 * self.factor, self.least)),
        "La tasa baja una sola vez: siempre das lr0·factor.",
        "Cada vez se multiplica por `factor` la tasa que había, no lr0.",
    ),
    Variant(
        "sin_minima",
        twisted(lowered=lambda self: self.lr * self.factor),
        "Tu tasa baja de lr_minima.",
        "Si al multiplicar queda por debajo, se queda en `lr_minima`: `max(…, lr_minima)`.",
    ),
    Variant(
        "no_llega_a_la_minima",
        twisted(lowered=only_if_it_fits),
        "Cuando la bajada pasaría de lr_minima no la haces, y la tasa no llega a la mínima.",
        "Si al multiplicar queda por debajo, la tasa pasa a valer `lr_minima`.",
    ),
    Variant(
        "nan_la_primera",
        twisted(observar=first_is_best),
        "Tomas la primera pérdida como la mejor sin mirarla: si es nan, ya nada la mejora.",
        "Cualquier comparación con nan es falsa. Empieza con `mejor = np.inf` y trata la primera "
        "como las demás.",
    ),
    Variant(
        "nan_no_cuenta",
        twisted(observar=skip_nan),
        "Pasas por alto las pérdidas que son nan.",
        "Un nan no mejora nada, así que es una más de las que no mejoran.",
    ),
    Variant(
        "cada_tantas",
        twisted(observar=counts_everything),
        "Tu tasa baja cada `paciencia` pérdidas, mejoren o no.",
        "Solo cuentan las que no mejoran a la mejor.",
    ),
    Variant(
        "no_devuelve",
        twisted(observar=returns_nothing),
        "Tu `observar` no devuelve nada.",
        "Acaba con `return` y la tasa que hay que usar desde ahora.",
    ),
    Variant(
        "una_sola_bajada",
        twisted(reduce=no_reset, exhausted=lambda self: self.bad == self.patience),
        "Al bajar la tasa no reinicias la cuenta, y ya no vuelve a bajar hasta que "
        "haya una mejora.",
        "Tras bajar, la cuenta de las que no mejoran vuelve a 0.",
    ),
    Variant(
        "cuenta_desde_uno",
        twisted(reduce=reset_to_one),
        "Tras bajar la tasa, tu cuenta vuelve a empezar en 1.",
        "Vuelve a empezar en 0: hacen falta otras `paciencia` pérdidas sin mejora.",
    ),
    Variant(
        "minimo_en_vez_de_maximo",
        twisted(lowered=lambda self: min(self.lr * self.factor, self.least)),
        "Tomas la menor de la tasa reducida y lr_minima, y ha de ser la mayor.",
        "«Sin bajar de lr_minima» es `max(lr * factor, lr_minima)`.",
    ),
    Variant(
        "divide_entre_el_factor",
        twisted(lowered=lambda self: max(self.lr / (self.factor or 1), self.least)),
        "Divides la tasa entre el factor, y sube.",
        "La tasa se **multiplica** por `factor`, que es como mucho 1.",
    ),
    Variant(
        "uno_menos_factor",
        twisted(lowered=lambda self: max(self.lr * (1 - self.factor), self.least)),
        "Multiplicas la tasa por 1 − factor.",
        "La tasa se multiplica por `factor`: es lo que queda, no lo que se quita.",
    ),
    Variant(
        "nan_mejora",
        twisted(improves=lambda self, loss: not loss >= self.best - self.margin),
        "Das por mejora un nan.",
        "Cualquier comparación con nan es falsa, así que `not perdida >= …` es "
        "cierto: pregunta si es **menor**.",
        others=(twisted(improves=nan_or_lower),),
    ),
    Variant(
        "rechaza_los_factores_limite",
        twisted(check=strict_factor),
        "Rechazas un factor de 0 o de 1, que valen.",
        "Solo se rechaza un factor negativo o **mayor** que 1.",
    ),
    Variant("estado_compartido", Shared, *SHARED[1:], by_property=True),
    Variant(
        "otra_paciencia_por_defecto",
        lambda lr0, factor=0.1, paciencia=5, lr_minima=0.0, mejora_minima=0.0: ReducirEnMeseta(
            lr0, factor, paciencia, lr_minima, mejora_minima
        ),
        "Si no se dice la paciencia, usas 5.",
        "Mira los valores por defecto de la cabecera del enunciado: la paciencia es 10.",
    ),
    Variant(
        "sin_validar",
        twisted(check=lambda self: None),
        "Falta rechazar los argumentos imposibles.",
        "Al crear el objeto, `ValueError` si `paciencia` es menor que 1 o `factor` no está entre 0 "
        "y 1.",
    ),
)
