"""El encuentro con nbgrader: reconstrucción, preprocesadores, configuración."""
