"""Confinamiento: bubblewrap, el proceso caliente, la sesión y el protocolo."""
