"""El juez: de las respuestas de un plan al veredicto, los puntos y el informe de cada celda."""
