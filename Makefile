# Grobunn. `make run` starts the demo house; `make test` runs every check; `make help` lists the rest.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Where cargo puts what it builds, and the tools it installed.
TARGET := $(or $(CARGO_TARGET_DIR),target)
export PATH := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

.PHONY: help run build dev test bench fmt clean setup setup-test front

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Install what is missing, build, load the demo house if the database is empty, serve
	@$(TARGET)/release/grobunn serve --demo

build: front ## Build the one binary, target/release/grobunn, with the site's assets inside
	@cargo build --release -p server

dev: front ## Serve the demo house and build again on every change
	@node frontend/dev.mjs

test: setup-test ## Every check, from nothing; stops at the first that fails
	@scripts/test.sh

bench: front ## Engine and server against yardsticks in the same run
	@scripts/bench.sh

fmt: ## Format all Rust
	@cargo fmt --all

clean: ## Remove everything that was built (the database in data/ stays)
	@cargo clean
	@rm -rf frontend/node_modules e2e/node_modules e2e/results e2e/shots

setup: ## Install what is missing to build and run
	@scripts/setup.sh

setup-test:
	@scripts/setup.sh test

front: setup
	@node frontend/build.mjs
