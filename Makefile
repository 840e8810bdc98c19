# Thi đua – Khen thưởng. Two commands: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
DEPLOY := thiduakhenthuong/deploy

RUN_PACKAGES := python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore
TEST_PACKAGES := $(RUN_PACKAGES) chromium fonts-noto-core poppler-utils qpdf postgresql

# A desk: http on this machine, the clock fixed on the day of the demonstration.
export DEBUG ?= 1
export WORK_DATE ?= 2022-01-14
export SITE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: help run test test-sqlite test-postgres bench lint format install system-run system-test clean-data

help:
	@echo "make run     cài đặt, dựng dữ liệu mẫu, chạy web và worker tại http://127.0.0.1:$(PORT)"
	@echo "make test    chạy toàn bộ kiểm thử (SQLite, PostgreSQL, trình duyệt)"
	@echo "make bench   đo tốc độ theo tỷ lệ;  make lint   kiểm tra mã nguồn;  make clean-data   xóa dữ liệu mẫu"

system-run:
	@bash $(DEPLOY)/packages.sh $(RUN_PACKAGES)

system-test:
	@bash $(DEPLOY)/packages.sh $(TEST_PACKAGES)

.venv/.installed: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

static/node_modules/.installed: static/package-lock.json .venv/.installed
	@cd static && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

static/vendor/.installed: static/node_modules/.installed $(DEPLOY)/merge_fonts.py $(DEPLOY)/build_css.py
	@$(BIN)/python $(DEPLOY)/merge_fonts.py
	@$(BIN)/python $(DEPLOY)/build_css.py
	@mkdir -p static/vendor && touch $@

install: .venv/.installed static/vendor/.installed

run: system-run install
	@PORT=$(PORT) bash $(DEPLOY)/run.sh

test: system-test install test-sqlite test-postgres

# The clock runs in tests unless a test fixes it.
test-sqlite: export WORK_DATE =
test-sqlite: install
	$(BIN)/pytest -n 2 --dist loadfile -q -m "not browser"
	$(BIN)/pytest -n 2 --dist loadfile -q -m browser --reruns 2

# On PostgreSQL: every test that asks the database, but those that look at drawn papers and at the HTML of single screens;
# every address against every visitor is played there too.
ON_SQLITE_ONLY := --ignore=tests/awards/documents --ignore-glob='*_screens.py' --ignore-glob='*_views.py' --ignore=tests/campaigns/test_screens.py --ignore=tests/test_headers.py
test-postgres: export WORK_DATE =
test-postgres: install
	bash $(DEPLOY)/with_postgres.sh $(BIN)/pytest -n 2 --dist loadfile -q -m "django_db and not browser" $(ON_SQLITE_ONLY)

bench: system-test install
	@for script in tests/bench/bench_*.py; do echo "== $$script"; PYTHONPATH=. $(BIN)/python $$script || exit 1; done

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean-data:
	rm -rf .data
