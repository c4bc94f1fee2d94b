# What the start scripts share. Each one serves alice (alice-pw) and bob (bob-pw) on loopback, keeps everything in the folder that is
# its first argument, writes a line that ends with "ready" to stdout when it serves, and ends with everything it started when it is terminated.
# shellcheck shell=bash
set -eu -m # -m: every child leads a process group, so that a child's own children end with it

me=$(basename "$0")
pids=()
signals=() # how each of them is asked to end

stop() {
  trap '' TERM INT HUP
  local i
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do # the last one started uses those before it
    kill "-${signals[i]}" -- "-${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'exit 143' TERM INT HUP

# Ends with EX_UNAVAILABLE and one sentence: the server cannot run on this machine.
unavailable() {
  echo "$me: $*" >&2
  exit 69
}

# needs WHAT PACKAGES...: WHAT is a file or a program
needs() {
  local what=$1
  shift
  [ -e "$what" ] || command -v "$what" >/dev/null || unavailable "$what is missing (Debian: $*)"
}

# as USER COMMAND...: as that user when we are root, else as we are; ends when this script is killed
as() {
  local user=$1
  shift
  local options=(--pdeathsig TERM)
  if [ "$(id -u)" = 0 ]; then
    options+=(--reuid="$user" --regid="$(id -g "$user")" --clear-groups)
  fi
  ${exec:-} setpriv "${options[@]}" env HOME="$dir" "$@"
}

# owned_by USER FOLDERS...: makes them
owned_by() {
  local user=$1
  shift
  mkdir -p "$@"
  if [ "$(id -u)" = 0 ]; then
    chown "$user" "$@"
  fi
}

# background AS-ARGUMENTS...; signal=KILL before it for what does not end soon when it is asked to
background() {
  (exec=exec as "$@") & # without a shell between, so that it is the program itself that is waited for
  pids+=($!) signals+=("${signal:-TERM}")
}

# until_true COMMAND...: asks again until it succeeds, while all that was started still runs
until_true() {
  until "$@" >/dev/null 2>&1; do
    local pid
    for pid in "${pids[@]}"; do
      kill -0 "$pid" 2>/dev/null || {
        echo "$me: something ended before it served" >&2
        exit 1
      }
    done
    sleep 0.05
  done
}

listens() { (: <"/dev/tcp/127.0.0.1/$1"); }

# serve PORT: waits until it is served, says so, and stays until the server ends
serve() {
  until_true listens "$1"
  echo ready # perhaps behind a line of the server that has no end yet
  wait "${pids[-1]}"
}

# postgres [PORT]: a PostgreSQL of our own in $dir/pg: on the socket in $dir, and on a TCP port when one is given
postgres() {
  local bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  needs "${bin:-/usr/lib/postgresql}/initdb" postgresql
  export PATH="$bin:$PATH" PGHOST="$dir/sock" PGUSER=postgres
  owned_by postgres "$dir/pg" "$dir/sock"
  as postgres initdb -D "$dir/pg" -A trust -U postgres -E UTF8 --no-sync >/dev/null
  background postgres "$bin/postgres" -D "$dir/pg" -k "$dir/sock" -c fsync=off \
    ${1:+-p "$1"} -c listen_addresses="${1:+127.0.0.1}"
  export PGPORT="${1:-5432}"
  until_true as postgres psql -U postgres -c 'SELECT 1'
}
