# make run            try the site at http://localhost:8000/ (PORT=8001 for another)
# make test           run the tests on SQLite, on PostgreSQL and in a browser
# make test-next      run them on the newest Python here and the newest Django 6
# make lint           check form, types, migrations and translations
# make lock           write every version and hash to requirements*.txt
# make clean          remove what can be made again; your data in var/ stays

PYTHON ?= python3
PORT ?= 8000
export PORT

.PHONY: run test test-next lint lock clean

run:
	@$(PYTHON) tools/run.py

test:
	@$(PYTHON) tools/test.py $(ARGS)

test-next:
	@$(PYTHON) tools/test_next.py $(ARGS)

lint:
	@$(PYTHON) tools/lint.py

lock:
	@$(PYTHON) tools/lock.py $(ARGS)

clean:
	rm -rf .venv .venv-next .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
