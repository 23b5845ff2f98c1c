"""t7 · ¿Qué optimizador elijo?: los ejercicios de `t7_proyecto`."""
