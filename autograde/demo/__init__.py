"""La clase de ejemplo: 24 cuadernos como los que llegan de verdad, con lo que debe salir."""
