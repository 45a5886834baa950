# What is done often. Each target makes what it needs first.
.PHONY: run demo-reset test check fix bench mutants shots translations lock

PORT ?= 8000
export PORT

run:            ## start everything, with demo data unless SAMSYN_DEMO=0
	@scripts/venv run
	@SAMSYN_DEMO=$${SAMSYN_DEMO:-1} exec .venv/bin/samsyn run

demo-reset:     ## lay the demonstration out anew, around today
	@scripts/venv run
	@SAMSYN_DEMO=1 .venv/bin/samsyn demo reset --yes

test:           ## everything that CI runs; installs what it needs
	@scripts/venv test
	@scripts/tools
	@scripts/test

check:          ## the quick one: style, types, contracts, fast tests
	@scripts/venv test
	@scripts/check

fix:            ## let the tools repair what they can
	@scripts/venv test
	@.venv/bin/ruff check --fix -q . || true
	@.venv/bin/ruff format -q .
	@for pass in 1 2 3 4; do .venv/bin/djlint --quiet --reformat src >/dev/null && break; done

bench:          ## figures, as ratios within one run
	@scripts/venv test
	@.venv/bin/python -m benchmarks

mutants:        ## take every policy and rule clause away, one at a time
	@scripts/venv test
	@.venv/bin/python -m tests.mutants

shots:          ## every page wide, at 320 px and as print PDF, in shots/
	@scripts/venv test
	@scripts/tools
	@.venv/bin/python -m tests.browser.shots

translations:   ## gather and compile the message ids
	@scripts/translations

lock:           ## compile the pinned requirements
	@scripts/lock
