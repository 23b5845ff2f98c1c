"""Las capas de una red, escritas para leerse: cada una sabe ir hacia delante y hacia atrás.

    red = Red([Densa(33, 64), ReLU(), Densa(64, 1)], ErrorAbsoluto())
    parametros = red.iniciar(np.random.default_rng(0))
    perdida, gradientes = red.perdida_y_gradiente(parametros, x, y)

Una capa no guarda nada: sus parámetros son una lista de arreglos que van de mano en mano, así que
cualquier optimizador con `paso(w, g)` entrena la red. Los datos eligen la biblioteca, NumPy o CuPy.
Los valores iniciales y el relleno son los de Keras. Cada módulo se puede leer por separado; el
orden que se recomienda es `densa`, `activaciones`, `perdidas`, `red`, y después los demás.
"""

from curso.redes.activaciones import ReLU, Sigmoide, Tanh
from curso.redes.capa import Capa
from curso.redes.convolucion import Conv1D, Conv2D
from curso.redes.densa import Densa
from curso.redes.forma import Abandono, Aplanar
from curso.redes.inmersion import Inmersion
from curso.redes.lstm import LSTM
from curso.redes.perdidas import EntropiaBinaria, EntropiaCategorica, ErrorAbsoluto
from curso.redes.red import Red
from curso.redes.resumenes import GlobalMaximo, GlobalMedia, MaximoLocal1D, MaximoLocal2D

__all__ = [
    "LSTM",
    "Abandono",
    "Aplanar",
    "Capa",
    "Conv1D",
    "Conv2D",
    "Densa",
    "EntropiaBinaria",
    "EntropiaCategorica",
    "ErrorAbsoluto",
    "GlobalMaximo",
    "GlobalMedia",
    "Inmersion",
    "MaximoLocal1D",
    "MaximoLocal2D",
    "ReLU",
    "Red",
    "Sigmoide",
    "Tanh",
]
