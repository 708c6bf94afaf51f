#!/bin/sh
# Makes a machine ready to build and run the demo, and with the word `test` for the tests too: Debian packages, npm
# packages, build.
# Does only what is missing, says what it does, and can be interrupted at any moment and run again.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
have() { PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1; }

node -e '
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`setup: this is Node ${process.versions.node}, Towline needs 20.19 or later`);
    process.exit(1);
  }'

missing=
want() { # want PROGRAM PACKAGE
  have "$1" || case " $missing " in *" $2 "*) ;; *) missing="$missing $2" ;; esac
}
want bird bird2
want wg wireguard-tools
want wireguard-go wireguard-go
want nft nftables
want ip iproute2
want ping iputils-ping
want unshare util-linux
want setpriv util-linux
want git git
# Tests move clocks with it.
want faketime faketime
# Packets are searched for secrets.
want tcpdump tcpdump
# A real Prometheus scrapes, and its promtool checks.
if [ "${1:-}" = test ]; then
  want promtool prometheus
  # Units and scripts of the packages are checked by their own.
  want systemd-analyze systemd
  want shellcheck shellcheck
  want dpkg-deb dpkg
  # Backups are its files.
  want age age
  # New routers fetch with it.
  want curl curl
  # Completion is tried in the shells themselves, manuals by a reader of them.
  want zsh zsh
  want fish fish
  want mandoc mandoc
fi

# better-sqlite3 is compiled where no binary of it can be fetched.
if ! node -e 'new (require("better-sqlite3"))(":memory:")' >/dev/null 2>&1; then
  want g++ g++
  want make make
  want python3 python3
fi

if [ -n "$missing" ]; then
  # A run that was killed may have left an apt-get that still works; a fresh machine runs one by itself.
  apt="apt-get -o DPkg::Lock::Timeout=300"
  install="$apt install -y --no-install-recommends$missing"
  if [ "$(id -u)" != 0 ]; then
    say "these Debian packages are missing; run this once as root, then start again:"
    printf '\n    sudo sh -c "apt-get update && apt-get install -y --no-install-recommends%s"\n\n' "$missing" >&2
    exit 1
  fi
  if ! command -v apt-get >/dev/null 2>&1; then
    say "missing:$missing; install them with your package manager, then start again"
    exit 1
  fi
  say "installing Debian packages:$missing"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  # The packages would start a BIRD and a Prometheus of their own, now and at each boot; the programs are all we need.
  quiet=
  for service in bird prometheus; do
    if [ -d /run/systemd/system ] && ! have "$service"; then
      quiet="$quiet $service"
      systemctl mask --runtime "$service.service" >/dev/null 2>&1 || true
    fi
  done
  # A run that was killed may have left packages half configured.
  { $apt update && { $install || { dpkg --configure -a && $install; }; }; } >"$log" 2>&1 || {
    cat "$log" >&2
    rm -f "$log"
    exit 1
  }
  rm -f "$log"
  for service in $quiet; do
    systemctl unmask --runtime "$service.service" >/dev/null 2>&1 || true
    have "$service" || continue
    systemctl disable "$service.service" >/dev/null 2>&1 || true
    say "$service.service is left stopped and disabled; only the program is used"
  done
fi

# The stamp is written last, so that an interrupted installation is done again.
stamp=node_modules/.towline-setup
state=$(cat package-lock.json package.json | sha256sum | cut -d ' ' -f 1)-$(node -p process.versions.modules)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$state" ]; then
  say "installing npm packages (better-sqlite3 may be compiled, about a minute)"
  prefix=$(node -p 'require("path").dirname(require("path").dirname(process.execPath))')
  if [ -d "$prefix/include/node" ]; then
    export npm_config_nodedir="$prefix"
  fi
  # Two files of better-sqlite3 are most of the work.
  export JOBS=max
  npm ci --no-audit --no-fund --loglevel=error >&2
  printf '%s\n' "$state" >"$stamp"
fi

say "building"
npm run --silent build >&2
