"""Los optimizadores del curso, en la convención de Keras 3 o en la de torch.

    from solutions.optimizadores import Adam
    opt = Adam(lr=0.01)                        # convencion="keras", con sus valores por defecto
    w = opt.paso(w, g)                         # o una lista de arreglos y otra de gradientes
    opt.paso_in_situ(w, g)                     # sin reservar memoria

`curso_t3` tiene las clases del ejercicio t3, con los constructores de su enunciado.
"""

from solutions.optimizadores.adadelta import Adadelta
from solutions.optimizadores.adagrad import Adagrad
from solutions.optimizadores.adam import Adam, AdamW
from solutions.optimizadores.adamax import Adamax
from solutions.optimizadores.base import Optimizador
from solutions.optimizadores.ftrl import Ftrl
from solutions.optimizadores.nadam import Nadam
from solutions.optimizadores.rmsprop import RMSprop
from solutions.optimizadores.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Nadam",
    "Optimizador",
    "RMSprop",
]
