#!/usr/bin/env bash
# Runs a command with DATABASE_URL set to a PostgreSQL cluster of its own in a temporary folder, removed afterwards.
set -euo pipefail
bindir=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d /tmp/thidua-pg.XXXXXX)
port=${PGPORT:-$((20000 + RANDOM % 20000))}
owner=()
if [ "$(id -u)" -eq 0 ]; then
  owner=(runuser -u postgres --)
  chown postgres "$folder"
fi
stop() { "${owner[@]}" "$bindir/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"; }
trap stop EXIT
cd_home() { (cd "$folder" && "$@"); }
cd_home "${owner[@]}" "$bindir/initdb" -D "$folder/data" -U thidua --auth=trust --encoding=UTF8 --locale=C >/dev/null
cd_home "${owner[@]}" "$bindir/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off" start >/dev/null
DATABASE_URL="postgres://thidua@127.0.0.1:$port/postgres" "$@"
