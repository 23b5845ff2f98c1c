"""La nota de velocidad: una razón con un patrón, medida desde fuera y decidida por pasos."""
