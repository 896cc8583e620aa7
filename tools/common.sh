# What tools/run and tools/test share; to be sourced. Knows no option of either.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH="$root/.cache/node/node_modules/.bin:$PATH"

# How the programs are built; tools/test_steps.py has the same. clang: it needs
# half the time of g++.
# shellcheck disable=SC2034
build_options=(
  -DCMAKE_CXX_COMPILER=clang++-14 -DCMAKE_BUILD_TYPE=RelWithDebInfo
)

# Says on standard error why it ends, and ends.
fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# configure <folder> [<cmake option>...]: does nothing if it is configured so.
configure() {
  local folder=$1
  shift
  cmake -S "$root" -B "$folder" -G Ninja "$@" >"$folder.log" 2>&1 || {
    cat "$folder.log" >&2
    rm -f "$folder.log"
    return 1
  }
  rm -f "$folder.log"
}

# Builds the web pages if one of their sources is newer than the last build.
build_web() {
  local web=$root/gateway/web
  local stamp=$web/node_modules/.parley-built
  if [[ ! $web/package-lock.json -ot $web/node_modules/.package-lock.json ]]
  then
    echo "web: installing packages"
    (cd "$web" && npm ci --silent --no-audit --no-fund </dev/null) || return 1
    touch "$web/node_modules/.package-lock.json"
  fi
  if [[ ! -e $stamp ]] || [[ -n $(find "$web" -name node_modules -prune -o \
    -name dist -prune -o -type f -newer "$stamp" -print -quit) ]]; then
    echo "web: building"
    (cd "$web" && npm run --silent build </dev/null) || return 1
    touch "$stamp"
  fi
}
