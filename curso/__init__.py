"""Lo que usa el alumno del curso: problemas, datos, gráficas y la comprobación local."""

from importlib import metadata as _metadata


def _rechazar_dos_distribuciones() -> None:
    """`curso` está en las dos distribuciones: juntas, una pisa los ficheros de la otra."""
    for nombre in ("curso-descenso-estudiante", "curso-descenso"):
        try:
            _metadata.distribution(nombre)
        except _metadata.PackageNotFoundError:
            return
    raise ImportError(
        "Están instaladas a la vez «curso-descenso» (docentes) y «curso-descenso-estudiante»: "
        "desinstala las dos con «pip uninstall curso-descenso curso-descenso-estudiante» e "
        "instala solo la que necesites."
    )


_rechazar_dos_distribuciones()
