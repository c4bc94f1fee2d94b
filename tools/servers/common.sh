# The common part of the start scripts. Each one serves alice (alice-pw) and bob (bob-pw) on loopback, keeps all files in the folder of
# its first argument, writes a line that ends with "ready" to stdout when it serves, and on termination ends everything that it started.
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

# as USER COMMAND...: as that user if we are root, else as the current user; ends if this script is killed
as() {
  local user=$1
  shift
  local options=(--pdeathsig TERM)
  if [ "$(id -u)" = 0 ]; then
    options+=(--reuid="$user" --regid="$(id -g "$user")" --clear-groups)
  fi
  ${exec:-} setpriv "${options[@]}" env HOME="$dir" "$@"
}

# owned_by USER FOLDERS...: creates them
owned_by() {
  local user=$1
  shift
  mkdir -p "$@"
  if [ "$(id -u)" = 0 ]; then
    chown "$user" "$@"
  fi
}

# background AS-ARGUMENTS...; signal=KILL before it for a program that does not end soon on TERM
background() {
  (exec=exec as "$@") & # without a shell between, so that it is the program itself that is waited for
  pids+=($!) signals+=("${signal:-TERM}")
}

# until_true COMMAND...: repeats it until it succeeds, while all started programs still run
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

# serve PORT: waits until the server answers, says so, and waits for the end of the server
serve() {
  until_true listens "$1"
  echo ready # perhaps behind a line of the server that has no end yet
  wait "${pids[-1]}"
}

# postgres [PORT]: our own PostgreSQL in $dir/pg: on the socket in $dir, and on a TCP port if given
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
