"""Los datos del curso, que viajan dentro del paquete: no hace falta red.

Cada función lee su fichero y devuelve arreglos de NumPy nuevos, que se pueden modificar. El origen
y las condiciones de cada fichero están en NOTICE.
"""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

CLASES_DE_FASHION = (
    "camiseta",
    "pantalón",
    "jersey",
    "vestido",
    "abrigo",
    "sandalia",
    "camisa",
    "zapatilla",
    "bolso",
    "botín",
)


@dataclass(frozen=True, eq=False)
class Imagenes:
    """Imágenes en grises de 0 a 1, float32 de forma (n, 28, 28), y su clase, de 0 a 9."""

    x: np.ndarray
    y: np.ndarray
    x_prueba: np.ndarray
    y_prueba: np.ndarray
    clases: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Tabla:
    """Una tabla de números: `valores` (filas, columnas), float64."""

    columnas: tuple[str, ...]
    valores: np.ndarray

    def columna(self, nombre: str) -> np.ndarray:
        """La columna de ese nombre, de forma (filas,)."""
        if nombre not in self.columnas:
            raise KeyError(f"no hay columna {nombre!r}; las hay: {', '.join(self.columnas)}.")
        return self.valores[:, self.columnas.index(nombre)]

    def separar(self, objetivo: str) -> tuple[np.ndarray, np.ndarray]:
        """(x, y): las demás columnas y la columna objetivo, como copias."""
        y = self.columna(objetivo).copy()
        return np.delete(self.valores, self.columnas.index(objetivo), axis=1), y


@dataclass(frozen=True, eq=False)
class Clima:
    """Tiempo diario: fecha, precipitación en mm, temperaturas en °C, viento en m/s y estado."""

    fecha: np.ndarray
    precipitacion: np.ndarray
    maxima: np.ndarray
    minima: np.ndarray
    viento: np.ndarray
    estado: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Textos:
    """Frases, si cada una es un refrán (1) o una cita (0), y la firma de las citas."""

    textos: tuple[str, ...]
    refran: np.ndarray
    autores: tuple[str, ...]


def horas_nota() -> tuple[np.ndarray, np.ndarray]:
    """Horas de estudio y nota de nueve alumnos: el ejemplo de la regresión lineal."""
    horas = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
    nota = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])
    return horas, nota


def fashion() -> Imagenes:
    """Fashion-MNIST: 5000 imágenes de ropa para entrenar y 1000 para probar, equilibradas."""
    with np.load(io.BytesIO(_leer("fashion.npz"))) as fichero:
        x, y, x_prueba, y_prueba = (fichero[nombre] for nombre in ("X", "y", "Xt", "yt"))
    return Imagenes(
        x.astype(np.float32) / 255,
        y.astype(np.int64),
        x_prueba.astype(np.float32) / 255,
        y_prueba.astype(np.int64),
        CLASES_DE_FASHION,
    )


def ames() -> Tabla:
    """Viviendas de Ames (Iowa): 2930 filas y 34 columnas numéricas; el precio es `Sale_Price`."""
    columnas, *filas = csv.reader(_lineas(gzip.decompress(_leer("ames.csv.gz"))))
    return Tabla(tuple(columnas), np.array(filas, dtype=np.float64))


def clima_seattle() -> Clima:
    """Tiempo de Seattle, un día por fila, de 2012 a 2015 (1461 días)."""
    _, *filas = csv.reader(_lineas(_leer("clima_seattle.csv")))
    fecha, *numeros, estado = zip(*filas, strict=True)
    precipitacion, maxima, minima, viento = np.array(numeros, dtype=np.float64)
    return Clima(
        np.array(fecha, dtype="datetime64[D]"), precipitacion, maxima, minima, viento, estado
    )


def refranes_citas() -> Textos:
    """¿Refrán o cita?: frases en español, la mitad de cada clase.

    Ocupa el lugar del análisis de opiniones: no hay reseñas en español etiquetadas que se puedan
    distribuir. Las citas son de autores muertos en 1925 o antes, con la atribución de la
    recopilación de origen, sin verificar. Los textos que encasillan o maltratan a personas se han
    quitado con un filtro de palabras y leyéndolos todos.
    """
    _, *filas = csv.reader(_lineas(gzip.decompress(_leer("refranes_citas.csv.gz"))))
    textos, refran, autores = zip(*filas, strict=True)
    return Textos(textos, np.array(refran, dtype=np.int64), autores)


def _leer(nombre: str) -> bytes:
    return files(__name__).joinpath("ficheros", nombre).read_bytes()


def _lineas(contenido: bytes) -> list[str]:
    return contenido.decode("utf-8").splitlines()
