"""Lo que se ejecuta dentro del aislamiento: la incubadora, el init, la sesión y los obreros.

Nada de aquí es secreto ni de fiar para quien está fuera. Dentro se monta como paquete suelto
`inside`, sin el resto de `autograde`; por eso solo importa la biblioteca estándar, IPython y
`curso`.
"""
