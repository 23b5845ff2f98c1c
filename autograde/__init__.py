"""El lado de confianza: ejercicios, juez, aislamiento, nbgrader y LMS."""
