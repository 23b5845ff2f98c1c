"""Los errores que un docente puede cometer, separados de los fallos del programa."""


class UserError(Exception):
    """Algo que el docente puede arreglar: una frase clara que dice qué pasa, dónde y qué hacer."""
