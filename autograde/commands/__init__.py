"""Las órdenes de `autograde`: cada módulo inscribe las suyas con `register(subparsers)`."""
