# make run            try the site at http://localhost:8000/ (PORT=8001 for another)
# make test           run the tests on SQLite, on PostgreSQL and in a browser
# make lint           check the form of the code, templates and translations
# make lock           write every version and hash to requirements*.txt
# make clean          remove what can be made again; var/, your data, stays

PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: run test lint lock clean

run:
	@$(PYTHON) tools/run.py

test:
	@$(PYTHON) tools/test.py $(ARGS)

lint:
	@$(PYTHON) tools/lint.py

lock:
	@$(PYTHON) tools/lock.py $(ARGS)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
