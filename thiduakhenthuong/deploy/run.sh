#!/usr/bin/env bash
# Prepares the database (the first time: reference and demo data), starts web and worker, prints where to go.
set -euo pipefail
bin=.venv/bin
$bin/python manage.py migrate --verbosity 0
$bin/python manage.py load_reference
$bin/python manage.py demo --if-empty

pids=()
stop() { trap - EXIT INT TERM; kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; }
trap stop EXIT INT TERM
$bin/python manage.py worker & pids+=($!)
$bin/gunicorn thiduakhenthuong.wsgi --bind "127.0.0.1:${PORT}" --workers 2 --threads 4 --timeout 60 --log-level warning & pids+=($!)
for _ in $(seq 60); do
  $bin/python - <<PY && break || sleep 0.5
import sys, urllib.request
try:
    urllib.request.urlopen("http://127.0.0.1:${PORT}/tai-khoan/dang-nhap/", timeout=2)
except Exception:
    sys.exit(1)
PY
done
$bin/python manage.py demo --accounts
echo "Mở http://127.0.0.1:${PORT}/  (Ctrl+C để dừng)"
wait -n
