"""Reúne los fragmentos `resultados_*.md` en `RESULTADOS.md`, con un índice.

    python benchmarks/reunir.py

Cada banco escribe su fragmento, con la máquina, la fecha y la carga de su medida, y conserva el
comentario escrito a mano. Aquí no se mide ni se redacta nada: se ordena y se copia.
"""

from __future__ import annotations

import re
from pathlib import Path

from medida import COMENTARIO

CARPETA = Path(__file__).parent
#: los primeros, en este orden; después, los demás por su nombre
ORDEN = ("optimizadores", "lotes", "redes", "laboratorio", "coste", "gpu")
#: bancos que pueden no haberse ejecutado, y por qué
SIN_EJECUTAR = {"gpu": "En una GPU: no ejecutado; hace falta una GPU de NVIDIA con CuPy."}

PRESENTACION = """\
# Resultados

No se edita a mano: sale de `python benchmarks/reunir.py`. Cómo repetir cada medida y con qué
bibliotecas se compara, en [README.md](README.md). Cada apartado dice la máquina, la fecha y la
carga con que se midió; valen las razones entre contendientes de una misma tabla, no los tiempos.
"""


def reunido(fragmentos: dict[str, str]) -> str:
    """El texto de `RESULTADOS.md` a partir de los fragmentos, por el nombre de su banco."""
    nombres = [n for n in ORDEN if n in fragmentos] + sorted(set(fragmentos) - set(ORDEN))
    cuerpos = {n: rebajado(fragmentos[n].replace(f"{COMENTARIO}\n\n", "").strip()) for n in nombres}
    indice = [f"- [{t}](#{ancla(t)})" for cuerpo in cuerpos.values() for t in titulos(cuerpo)]
    indice += [f"- {texto}" for n, texto in SIN_EJECUTAR.items() if n not in fragmentos]
    return "\n\n".join([PRESENTACION.strip(), "\n".join(indice), *cuerpos.values()]) + "\n"


def rebajado(fragmento: str) -> str:
    """El fragmento con sus títulos un nivel más abajo, si empiezan en el primero."""
    if not fragmento.startswith("# "):
        return fragmento
    bloques = fragmento.split("```")  # los impares son código, donde «#» no es un título
    bloques[::2] = [re.sub(r"^(#+ )", r"#\1", b, flags=re.MULTILINE) for b in bloques[::2]]
    return "```".join(bloques)


def titulos(fragmento: str) -> list[str]:
    """Los títulos de segundo nivel, que son los apartados."""
    return re.findall(r"^## (.+)$", fragmento, flags=re.MULTILINE)


def ancla(titulo: str) -> str:
    """El enlace que GitHub da a un título: minúsculas, sin puntuación y con guiones."""
    return re.sub(r"[^\w\- ]", "", titulo.lower()).replace(" ", "-")


def principal() -> None:
    fragmentos = {
        ruta.stem.removeprefix("resultados_"): ruta.read_text(encoding="utf-8")
        for ruta in CARPETA.glob("resultados_*.md")
    }
    (CARPETA / "RESULTADOS.md").write_text(reunido(fragmentos), encoding="utf-8")
    print(f"RESULTADOS.md: {len(fragmentos)} fragmentos.")


if __name__ == "__main__":
    principal()
