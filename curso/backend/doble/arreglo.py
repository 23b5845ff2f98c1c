"""`ArregloDoble`: un arreglo que se comporta como `cupy.ndarray`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from curso.backend.copias import anotar_subida
from curso.backend.doble import limites
from curso.backend.doble.base import BaseDoble
from curso.backend.doble.indices import es_basico, preparar_indice


def _metodo(nombre: str) -> Callable[..., Any]:
    def metodo(self: ArregloDoble, *args: Any, **kwargs: Any) -> Any:
        limites.exigir_argumentos(nombre, kwargs)
        _exigir_operandos(nombre, args)
        indices = nombre in limites.ADMITEN_INDICES
        return ejecutar(getattr(self._datos, nombre), args, kwargs, indices=indices)

    metodo.__name__ = nombre
    metodo.__doc__ = f"Como `numpy.ndarray.{nombre}`, en el dispositivo."
    return metodo


class ArregloDoble(BaseDoble, NDArrayOperatorsMixin):
    """Un arreglo «del dispositivo». Se crea con `xp` (`xp.asarray`, `xp.zeros`…).

    Los operadores, los métodos y las funciones de NumPy dan otro `ArregloDoble`; también las
    reducciones, que dan arreglos de dimensión 0. `np.asarray(x)` y mezclarlo con un arreglo de
    NumPy lanzan TypeError; `x.get()` es la copia explícita.
    """

    __slots__ = ()
    __array_priority__ = 100
    #: su espacio de nombres; lo pone `curso.backend.doble.espacio`, que se hace con esta clase
    _espacio: ClassVar[Any]
    __hash__ = None  # type: ignore[assignment]  # compara por elementos, como cualquier arreglo

    T = property(lambda self: envolver(self._datos.T))
    real = property(lambda self: envolver(self._datos.real))
    imag = property(lambda self: envolver(self._datos.imag))

    # --- métodos que dan otro arreglo -----------------------------------------------------

    all = _metodo("all")
    any = _metodo("any")
    argmax = _metodo("argmax")
    argmin = _metodo("argmin")
    argpartition = _metodo("argpartition")
    argsort = _metodo("argsort")
    astype = _metodo("astype")
    choose = _metodo("choose")
    clip = _metodo("clip")
    compress = _metodo("compress")
    conj = _metodo("conj")
    conjugate = _metodo("conjugate")
    copy = _metodo("copy")
    cumprod = _metodo("cumprod")
    cumsum = _metodo("cumsum")
    diagonal = _metodo("diagonal")
    dot = _metodo("dot")
    flatten = _metodo("flatten")
    max = _metodo("max")
    mean = _metodo("mean")
    min = _metodo("min")
    nonzero = _metodo("nonzero")
    partition = _metodo("partition")
    prod = _metodo("prod")
    put = _metodo("put")
    ravel = _metodo("ravel")
    repeat = _metodo("repeat")
    reshape = _metodo("reshape")
    round = _metodo("round")
    searchsorted = _metodo("searchsorted")
    sort = _metodo("sort")
    squeeze = _metodo("squeeze")
    std = _metodo("std")
    sum = _metodo("sum")
    swapaxes = _metodo("swapaxes")
    take = _metodo("take")
    trace = _metodo("trace")
    transpose = _metodo("transpose")
    var = _metodo("var")
    view = _metodo("view")

    def fill(self, valor: Any) -> None:
        """Llena el arreglo con un escalar; un arreglo con más de uno da ValueError."""
        if isinstance(valor, np.ndarray | ArregloDoble) and valor.shape != ():
            quien = "numpy" if isinstance(valor, np.ndarray) else "cupy"
            raise ValueError(
                f"non-scalar {quien}.ndarray cannot be used for fill (se ha escrito un arreglo de "
                "NumPy en uno del dispositivo: súbelo antes con xp.asarray)."
            )
        if isinstance(valor, list | tuple):
            limites.rechazar_anfitrion(valor)
        self._datos[...] = valor._datos if isinstance(valor, ArregloDoble) else valor

    # --- protocolos de NumPy --------------------------------------------------------------

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        raise TypeError(
            "Implicit conversion to a NumPy array is not allowed. Please use `.get()` to construct "
            "a NumPy array explicitly. (No se convierte en silencio un arreglo del dispositivo en "
            "uno de NumPy: sigue en el dispositivo, con el espacio de nombres de los datos.)"
        )

    def __array_namespace__(self, *, api_version: str | None = None) -> Any:
        return self._espacio

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        nombre = ufunc.__name__
        if nombre in limites.UFUNCS_AUSENTES:
            return NotImplemented
        if nombre not in limites.METODOS_DE_UFUNC.get(method, {nombre}):
            raise NotImplementedError(f"`{nombre}.{method}` is not supported yet (en CuPy).")
        salidas = kwargs.get("out", ())
        usa_indices = method in ("at", "reduceat")
        operandos = [x for i, x in enumerate(inputs) if not (usa_indices and i == 1)]
        if not all(isinstance(x, _OPERANDOS) for x in (*operandos, *salidas)):
            return NotImplemented
        for x in (*operandos, *salidas):
            if isinstance(x, np.ndarray) and (x.ndim or nombre not in _COMPARACIONES):
                limites.rechazar_anfitrion(x)
        # En las comparaciones NumPy pasa los escalares como arreglos de dimensión 0.
        entradas = [x.item() if isinstance(x, np.ndarray) and not x.ndim else x for x in inputs]
        operacion = ufunc if method == "__call__" else getattr(ufunc, method)
        resultado = ejecutar(operacion, entradas, kwargs, indices=usa_indices)
        if salidas:
            return salidas[0] if len(salidas) == 1 else salidas
        return resultado

    def __array_function__(self, func: Any, types: Any, args: Any, kwargs: Any) -> Any:
        nombre = func.__name__
        modulo = func.__module__.removeprefix("numpy").lstrip(".")
        if (f"{modulo}.{nombre}" if modulo else nombre) in limites.FUNCIONES_AUSENTES:
            return NotImplemented
        if not all(issubclass(tipo, ArregloDoble | np.ndarray) for tipo in types):
            return NotImplemented
        limites.exigir_argumentos(nombre, kwargs)
        _exigir_operandos(nombre, args)
        if nombre in limites.SUBEN_DATOS:
            return getattr(self.__array_namespace__(), nombre)(*args, **kwargs)
        resultado = ejecutar(func, args, kwargs, indices=nombre in limites.ADMITEN_INDICES)
        if isinstance(resultado, bool | np.bool_) and nombre in limites.PREDICADOS:
            return ArregloDoble(np.asarray(resultado))
        return resultado

    # --- contenedor -----------------------------------------------------------------------

    def __iter__(self) -> Iterator[ArregloDoble]:
        if self.ndim == 0:
            raise TypeError("iteration over a 0-d array")
        return (self[i] for i in range(len(self)))

    def __getitem__(self, indice: Any) -> ArregloDoble:
        return ArregloDoble(np.asarray(self._datos[preparar_indice(indice)]))

    def __setitem__(self, indice: Any, valor: Any) -> None:
        preparado = preparar_indice(indice)
        if isinstance(valor, ArregloDoble):
            self._datos[preparado] = valor._datos
        elif es_basico(indice):
            ArregloDoble(self._datos[preparado]).fill(valor)
        else:
            if isinstance(valor, np.ndarray | list | tuple):
                anotar_subida()
            self._datos[preparado] = valor

    def __eq__(self, otro: Any) -> Any:
        if otro is None or type(otro).__eq__ is object.__eq__:
            return ArregloDoble(np.zeros(self.shape, dtype=bool))
        return super().__eq__(otro)

    def __ne__(self, otro: Any) -> Any:
        if otro is None or type(otro).__ne__ is object.__ne__:
            return ArregloDoble(np.ones(self.shape, dtype=bool))
        return super().__ne__(otro)


_ESCALARES = (bool, int, float, complex, np.number, np.bool_)
_OPERANDOS = (ArregloDoble, np.ndarray, *_ESCALARES)
_COMPARACIONES = frozenset({"greater", "greater_equal", "less", "less_equal", "equal", "not_equal"})


def envolver(resultado: Any) -> Any:
    """Lo que calculó NumPy, como lo daría el dispositivo: los arreglos y escalares, envueltos."""
    if isinstance(resultado, np.ndarray):
        return ArregloDoble(resultado)
    if isinstance(resultado, np.number | np.bool_):
        return ArregloDoble(np.asarray(resultado))
    if isinstance(resultado, tuple | list):
        partes = [envolver(parte) for parte in resultado]
        con_campos = hasattr(resultado, "_fields")
        return type(resultado)(*partes) if con_campos else type(resultado)(partes)
    return resultado


def desenvolver(argumento: Any, *, indices: bool = False) -> Any:
    """Los datos de los arreglos del dispositivo; los de NumPy se rechazan, salvo como índices."""
    if isinstance(argumento, ArregloDoble):
        return argumento._datos
    if isinstance(argumento, np.ndarray):
        if not indices:
            limites.rechazar_anfitrion(argumento)
        anotar_subida()
    if isinstance(argumento, tuple | list):
        partes = [desenvolver(parte, indices=indices) for parte in argumento]
        return type(argumento)(partes)
    return argumento


def ejecutar(funcion: Any, args: Any, kwargs: dict[str, Any], *, indices: bool = False) -> Any:
    """Calcula en NumPy con los datos desenvueltos y devuelve el resultado envuelto.

    Sin avisos de coma flotante, que la GPU no da. Con `out=` se devuelve ese mismo arreglo.
    """
    posicionales = [desenvolver(x, indices=indices) for x in args]
    nombrados = {k: desenvolver(v, indices=indices) for k, v in kwargs.items()}
    with np.errstate(all="ignore"):
        resultado = funcion(*posicionales, **nombrados)
    salida = kwargs.get("out")
    return salida if isinstance(salida, ArregloDoble) else envolver(resultado)


def _exigir_operandos(nombre: str, args: Any) -> None:
    """TypeError si la función de CuPy no convierte, como la de NumPy, lo que se le da."""
    operandos = args[:2] if nombre in limites.SOLO_ARREGLOS else ()
    if nombre in limites.UNEN_ARREGLOS and args:
        operandos = args[0]
    for operando in operandos:
        if not isinstance(operando, ArregloDoble):
            limites.rechazar_anfitrion(operando)
    if nombre in limites.SIN_LISTAS:
        for operando in args:
            if isinstance(operando, list | tuple):
                limites.rechazar_anfitrion(operando)
