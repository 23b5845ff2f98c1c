"""Un módulo por tarea; se descubren por carpeta, sin registro."""
