"""El campus virtual (Moodle, Canvas, Blackboard) por ficheros: leer → rellenar → escribir.

Cada formato se lee a datos, se rellena sin tocar lo demás y se escribe con sus mismos bytes.
La conexión en línea (LTI) llegará como un módulo más de este paquete.
"""
