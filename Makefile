# The commands of the project. Everything is built by CMake; the presets are in CMakePresets.json.

SHELL := /bin/bash
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 600
ROUNDS ?= 7
# Recipes read these from their environment, where no shell takes a name apart.
export PREFIX LIBDIR

.PHONY: help build demo test check-all bench fuzz bogo docs install replace-gnutls restore-gnutls format clean setup

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
	  while IFS='|' read -r target text; do printf '  make %-10s  %s\n' "$$target" "$$text"; done

setup: ## install what is missing (Debian 12 and 13, Ubuntu); nothing happens when all is there
	@scripts/setup.sh

build: setup ## build the libraries and the handfast command into build/release
	@source scripts/lib.sh && build_tree release gnutls handfast handfast_command

demo: build ## watch a real handshake over loopback TCP, and what failures look like
	@scripts/demo.sh

test: setup ## build, then run all tests
	@scripts/test.sh release

check-all: ## all tests, the sanitizers, longer fuzzing, rustls and Chromium, the other compiler, a bare Debian 12
	@scripts/setup.sh all
	@scripts/test.sh release
	@scripts/check-all.sh

fuzz: ## run every fuzz target for FUZZ_SECONDS (600), or only TARGETS="a b"
	@scripts/setup.sh fuzz
	@scripts/fuzz.sh $(FUZZ_SECONDS) $(TARGETS)

bench: build ## measure beside GnuTLS, OpenSSL, AWS-LC, rustls and the floor in one run (ROUNDS=7)
	@scripts/setup.sh bench
	@tests/bench/bench.py build/release --rounds $(ROUNDS)

bogo: ## run BoringSSL's test suite: RUNNER=its binary, or SOURCE=a checkout
	@scripts/setup.sh $(if $(SOURCE),bogo,basic)
	@RUNNER="$(RUNNER)" SOURCE="$(SOURCE)" scripts/bogo.sh

docs: ## man pages, the manual, and the reference of both APIs in HTML, into build/docs
	@scripts/setup.sh docs
	@scripts/docs.sh

install: setup ## install below PREFIX (/usr/local); LIBDIR=lib64 and DESTDIR are respected; other programs notice nothing
	@scripts/install.sh "$$PREFIX" "$$LIBDIR"

replace-gnutls: ## let every program load the library installed below PREFIX in place of GnuTLS, if none lacks anything
	@scripts/replace-gnutls.sh "$$PREFIX"

restore-gnutls: ## undo replace-gnutls
	@scripts/replace-gnutls.sh --undo "$$PREFIX"

format: ## format the sources
	@scripts/setup.sh format
	@scripts/format.sh

clean: ## remove the build trees; the crypto provider in build/provider stays
	@find build -mindepth 1 -maxdepth 1 ! -name provider -exec rm -rf {} +
