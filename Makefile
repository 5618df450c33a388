# For developers; ./run and ./test do not need make.
python := .venv/bin/python

.PHONY: check rules fix seed docs resetdb bench lock env

check:            ## everything that CI runs
	./test

rules: env        ## the house rules alone
	sh deploy/check.sh

fix: env          ## let the tools put right what they can
	.venv/bin/ruff check --fix --quiet || true
	.venv/bin/ruff format --quiet
	find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

seed: env         ## load the demo world into the local database
	DEMO=1 $(python) manage.py migrate -v 0
	DEMO=1 $(python) manage.py seed_demo

docs: env         ## write the generated pages of docs/ again
	DEMO=1 $(python) manage.py write_docs

resetdb:          ## throw the local database and files away; ./run makes new ones
	rm -rf var/giao-uoc.sqlite3 var/giao-uoc.sqlite3-wal var/giao-uoc.sqlite3-shm var/files var/prepared

bench: env        ## repeat the measured claims
	for script in bench/*.py; do DEMO=1 $(python) "$$script" || exit 1; done

lock:             ## resolve requirements*.in anew; no address gets into the lock files
	python3 -m venv var/lock-tool
	var/lock-tool/bin/python -m pip install -qq --upgrade uv
	@for name in requirements requirements-dev; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" var/lock-tool/bin/uv pip compile -q --upgrade \
	    --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links \
	    $$([ $$name = requirements ] || echo -c requirements.lock) \
	    $$name.in -o $$name.lock || exit 1; \
	done

env:
	@. deploy/setup.sh && ensure_env requirements-dev.lock
