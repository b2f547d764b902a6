# Needs Python 3.11+ (python3, or PYTHON=...) and nothing else; everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
DEMO := .demo
DATA := ../shared/data
MODEL := e5-small-vi
PART := dev
EXAMPLES := 30
WORKERS := auto
SAMPLES := $(sort $(wildcard corpus/samples/[0-9]*.txt corpus/samples/[0-9]*.md))

# The tests start hundreds of processes: without their compiled modules each compiles the packages again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-milvus check conformance fix bench bench-retrieval train train-small lock clean

help:  ## Say what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup:  ## Install everything into .venv (torch as the CPU build; CUDA=1 takes any build)
	@$(PYTHON) scripts/setup.py $(if $(CUDA),--cuda)

demo: setup  ## Ingest the sample documents and answer questions about them
	@$(BIN)/chidao ingest --data-dir $(DEMO) $(SAMPLES)
	@$(BIN)/python scripts/demo.py --data-dir $(DEMO) corpus/samples/questions.tsv

serve: setup  ## Start the API and the web page over the sample documents, or over CHIDAO_DATA_DIR
	@$(if $(CHIDAO_DATA_DIR),,$(BIN)/chidao ingest --data-dir $(DEMO) $(SAMPLES) &&) \
	  $(BIN)/chidao serve $(if $(CHIDAO_DATA_DIR),,--data-dir $(DEMO))

test: setup  ## Run the tests (WORKERS=)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

test-milvus: setup  ## Run the tests that need real engines, which are installed into build/engines (MILVUS_URI=)
	@$(BIN)/python scripts/engines.py install
	@$(BIN)/python -m pytest -m milvus -k server tests/contracts & server=$$!; failed=0; \
	  $(BIN)/python -m pytest -m milvus -k "not server" -n 2 --dist loadfile tests/contracts || failed=1; \
	  $(BIN)/python -m pytest -m postgres -n 2 --dist worksteal \
	    tests/corpus/test_*.py tests/indexer tests/search tests/api/test_api_fleet.py || failed=1; \
	  wait $$server && exit $$failed

check: setup  ## Formatting, lint, types, layers, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

conformance: setup  ## Test a live server against its own OpenAPI document (EXAMPLES=, KEYS=1; minutes)
	@$(BIN)/python scripts/conformance.py --examples $(EXAMPLES) $(if $(KEYS),--keys)

fix: setup  ## Mend formatting and what lint can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup  ## Measure quality and speed over the sample documents
	@$(BIN)/chidao ingest --data-dir $(DEMO) $(SAMPLES)
	@$(BIN)/python -m benchmarks.quality.ask --data-dir $(DEMO) --questions tests/golden/samples_questions.jsonl

bench-retrieval: setup  ## Compare retrievers over held-out questions (MODEL=, BASE=, PART=dev|test, DATA=)
	@$(BIN)/python -m benchmarks.quality.retrieval $(if $(wildcard $(DATA)),--data $(DATA)) \
	  --model $(MODEL) $(if $(BASE),--base $(BASE)) --part $(PART)

START := build/train/base
TEXTS := $(DATA)/training
RESTORER := $(BIN)/python -m models.training.restorer

$(START)/model.safetensors:
	@$(BIN)/python -m models.training.base --out $(START)

train: setup $(START)/model.safetensors  ## Train the embedding model and the restorer on DATA (about an hour; a GPU is used)
	@test -d $(TEXTS) || { echo "No training texts in $(TEXTS); say where they are: make $@ DATA=FOLDER"; exit 1; }
	@$(BIN)/python -m models.training.finetune --base $(START) --data $(DATA)/training --out build/train/run
	@$(BIN)/python -m models.training.ship --base $(START) --weights build/train/run/weights.pt --share 0.5 \
	  --out build/train/e5-small-vi
	@$(RESTORER) --documents $(TEXTS)/official_texts.jsonl.gz $(DATA)/directives --articles $(TEXTS)/question_article.jsonl.gz \
	  --questions $(TEXTS)/law_questions.json.gz $(TEXTS)/zalo_questions.json.gz --names $(DATA)/gazetteer \
	  --out build/train/restorer.npz

train-small: setup $(START)/model.safetensors  ## Run the whole training on a handful of data, in minutes
	@test -d $(TEXTS) || { echo "No training texts in $(TEXTS); say where they are: make $@ DATA=FOLDER"; exit 1; }
	@$(BIN)/python -m models.training.finetune --base $(START) --data $(DATA)/training --out build/train-small/run \
	  --steps 12 --batch 32 --pairs 1500 --averaged 2 --look-every 6
	@$(BIN)/python -m models.training.ship --base $(START) --weights build/train-small/run/weights.pt --share 0.5 \
	  --out build/train-small/e5-small-vi
	@$(RESTORER) --documents $(DATA)/directives --out build/train-small/restorer.npz
	@$(BIN)/python -m benchmarks.quality.retrieval --model build/train-small/e5-small-vi --sets samples --forms as-is bare

lock: setup  ## Pin what is installed now into requirements.lock
	@$(BIN)/python -m pip freeze --exclude-editable | grep -viE '^(torch|uv|pip)==' > requirements.lock

clean:  ## Remove .venv, demo data and caches
	rm -rf .venv $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
