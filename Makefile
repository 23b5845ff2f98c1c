# Un clon vacío, Python 3.11 o posterior y make: nada más.
#   make demo          corrige una clase de ejemplo y dice qué abrir
#   make test          todas las pruebas
#   make docs          la documentación como sitio, en docs/_build
#   make laboratorio   repite la comparación de optimizadores y su informe
# La primera orden prepara .venv; las siguientes lo reutilizan.

VENV := .venv
BIN := $(VENV)/bin
LISTO := $(VENV)/.listo

.DEFAULT_GOAL := ayuda
.PHONY: ayuda demo test test-rapido laboratorio docs lint limpiar

ayuda:
	@echo "make demo         corrige una clase de ejemplo y dice qué abrir"
	@echo "make test         todas las pruebas"
	@echo "make test-rapido  las que tardan poco y no necesitan navegador ni aislamiento"
	@echo "make laboratorio  compara ocho optimizadores y escribe docs/reproduccion.md"
	@echo "make docs         la documentación como sitio, en docs/_build"
	@echo "make lint         ruff y mypy"
	@echo "make limpiar      borra .venv y lo generado"

demo: $(LISTO)
	@$(BIN)/autograde demo

test: $(LISTO)
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

test-rapido: $(LISTO)
	@$(BIN)/python -m pytest -m "not lento and not navegador and not aislamiento"

laboratorio: $(LISTO)
	@PYTHONPATH=. $(BIN)/python benchmarks/reproduccion.py

docs: $(LISTO)
	@$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build
	@echo "Abre docs/_build/index.html"

lint: $(LISTO)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

limpiar:
	@rm -rf $(VENV) build dist demo docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(LISTO): pyproject.toml
	@for python in python3.11 python3.12 python3.13 python3; do \
	  "$$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	    >/dev/null 2>&1 && { hallado="$$python"; break; }; \
	done; \
	[ -n "$$hallado" ] || { echo \
	  "Falta Python 3.11, 3.12 o 3.13 con venv: instálalo con «sudo apt install python3 python3-venv» y repite la orden." >&2; exit 1; }; \
	echo "Preparando $(VENV) con $$("$$hallado" --version) (solo la primera vez; unos minutos)…"; \
	"$$hallado" -m venv $(VENV) && \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]" || { echo \
	  "No se han podido instalar las dependencias: comprueba la conexión a Internet y repite la orden." >&2; exit 1; }
	@touch $@
