"""La maquinaria de la comprobación local; los mismos planes corren aquí y bajo el juez."""
