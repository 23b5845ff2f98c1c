"""Dónde viven las notas: el libro de nbgrader, el registro del juez y el almacén de resultados."""
