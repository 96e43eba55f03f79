#!/bin/sh
# Builds the wheel and the source distribution, installs the wheel in a fresh environment, and uses it from an empty folder:
# against the real service, and by a type checker that sees nothing but the installed package.
set -eu
cd "$(dirname "$0")"
here=$PWD
folder=$(mktemp -d)
trap 'kill "${service:-}" 2>/dev/null || true; rm -rf "$folder"' EXIT

.venv/bin/python -m build --no-isolation --outdir "$folder/dist" . >/dev/null
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$folder"/dist/*.whl
cp tests/first_use.py "$folder/first_use.py"

cd "$folder"
HOST=127.0.0.1 PORT=0 NO_COLOR=1 node "$here/../../dist/main.js" >log 2>&1 &
service=$!
until url=$(sed -n 's/.*listening on \([^,]*\),.*/\1/p' log | head -1) && [ -n "$url" ]; do
  kill -0 "$service" || { cat log; exit 1; }
  sleep 0.1
done
venv/bin/python first_use.py "$url"
"$here/.venv/bin/python" -m mypy --strict --python-executable venv/bin/python first_use.py
echo "the wheel works: $(ls dist)"
