#!/bin/sh
# long: one file that a new router fetches whole.
# Makes a machine a router of a Towline network: installs what the agent needs, the agent and its services, and asks to
# join. On Debian, Raspberry Pi OS and Alpine. Run again it does what is missing, or nothing. Everything of Towline comes
# from the controller whose key the join string names; the rest from the distribution.
set -eu

record=/var/lib/towline-bootstrap
state=/var/lib/towline
work=
installing=false

usage() {
	cat <<'TEXT'
Usage: sh bootstrap.sh [--no-wait] JOIN         make this machine a router and ask to join
       sh bootstrap.sh [--no-wait] --join-file FILE
       sh bootstrap.sh --install-only JOIN      for an image: install, do not ask
       sh bootstrap.sh --uninstall              leave the network and remove what was installed for it

  JOIN            what 'towline join' or 'towline token create' prints: towline://host:port#key
  --join-file     a file that holds it, '-' for standard input: on a command line every user can read a token
  --no-wait       do not wait until the router is let in: its service does, also after a reboot
  --install-only  a file 'towline-join' on the boot partition makes each copy of the image join at its first boot

Exit codes: 0 done, 1 an error (its reason is on standard error), 2 wrong usage.
TEXT
}

say() { printf 'towline: %s\n' "$*" >&2; }
die() {
	say "$*"
	exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
clean_up() {
	if [ -n "$work" ]; then rm -rf "$work"; fi
	# What failed has installed something, too, and what comes later is somebody else's.
	if $installing; then remember_packages; fi
}

# --- the controller's files

# Takes the join string apart: places (host:port, one a line) and pin (hexadecimal digits).
read_join() {
	join=$1
	printf '%s' "$join" | grep -Eqx 'towline://[][0-9A-Za-z._:,-]+#[0-9a-fA-F]{64}(\?[0-9A-Za-z-]{32,64})?' ||
		die "this is no join string with a key (towline://host:port#key): 'towline join' on the controller prints it"
	places=$(printf '%s' "$join" | sed 's|^towline://||; s|#.*||' | tr ',' '\n')
	pin=$(printf '%s' "$join" | sed 's|^[^#]*#||; s|?.*||')
}

# What curl calls the key.
pin_for_curl() {
	for byte in $(printf '%s' "$pin" | sed 's/../& /g'); do
		# shellcheck disable=SC2059
		printf "\\$(printf '%03o' "0x$byte")"
	done | base64
}

# fetch NAME: a file of the controller into the work folder, from the first place that has it.
fetch() {
	key=$(pin_for_curl)
	for place in $places; do
		if curl -fsSk --noproxy '*' --pinnedpubkey "sha256//$key" --proto =https --connect-timeout 15 --retry 5 --retry-delay 3 \
			--speed-limit 1000 --speed-time 60 --output "$work/$1" "https://$place/$1"; then return 0; fi
		say "$1 cannot be fetched from $place"
	done
	die "no place of the join string gives $1: is the controller reached, and is its key still that of 'towline join'?"
}

# fetch_checked NAME
fetch_checked() {
	fetch "$1"
	(cd "$work" && grep -F "  $1" SHA256SUMS | sha256sum -c - >/dev/null 2>&1) || die "$1 came broken: run this again"
}

# served PATTERN: the name of the one file of the controller that it matches, or nothing.
served() { sed -n "s/^[0-9a-f]\{64\}  \($1\)\$/\1/p" "$work/SHA256SUMS" | head -n 1; }

# --- Node: 20.19 or later

new_enough() { # new_enough VERSION
	printf '%s\n' "$1" | sed 's/^v//; s/^[0-9]*://' | awk -F '[.~+-]' '{ exit !($1 + 0 > 20 || ($1 + 0 == 20 && $2 >= 19)) }'
}

# --- Debian and Raspberry Pi OS

# apt with lists and downloads of its own: nothing of them stays.
try_apt() {
	mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
	DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o "Dir::State::Lists=$work/lists" \
		-o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 "$@" </dev/null >"$work/apt.log" 2>&1
}

apt() {
	try_apt "$@" && return 0
	cat "$work/apt.log" >&2
	die "apt-get $1 failed, see above"
}

update_lists() {
	if [ ! -e "$work/updated" ]; then apt update; fi
	: >"$work/updated"
}

# What apt and dpkg make for themselves where nothing was ever installed.
by_the_way="/var/lib/apt/extended_states /var/cache/apt/pkgcache.bin /var/cache/apt/srcpkgcache.bin
	/var/cache/debconf/tmp.ci /var/lib/dpkg/statoverride-old"

# Those that are half there, and those that dpkg was asked to remove and did not, too.
packages_now() { dpkg-query -W -f '${db:Status-Abbrev} ${binary:Package}\n' | sed -n 's/^.[^nc]. //p' | LC_ALL=C sort; }

# install PACKAGE…: remembers what was not there before, for --uninstall.
install_debian() {
	mkdir -p "$record"
	# One that is there is of a run that a power cut ended.
	if [ ! -e "$record/before" ]; then
		packages_now >"$record/before.new"
		mv "$record/before.new" "$record/before"
	fi
	installing=true
	if [ ! -e "$record/packages" ]; then
		if systemctl is-enabled --quiet bird.service 2>/dev/null; then : >"$record/bird-was-enabled"; fi
		for path in $by_the_way; do [ -e "$path" ] || printf '%s\n' "$path"; done >"$record/by-the-way"
	fi
	# Where all that it needs is there, nobody has to be asked for lists.
	try_apt install -y --no-install-recommends "$@" || {
		update_lists
		apt install -y --no-install-recommends "$@"
	}
	remember_packages
}

remember_packages() {
	installing=false
	touch "$record/packages"
	packages_now | LC_ALL=C comm -13 "$record/before" - | cat "$record/packages" - | LC_ALL=C sort -u >"$record/packages.new"
	mv "$record/packages.new" "$record/packages"
	rm "$record/before"
}

version_of() { dpkg-query -W -f '${db:Status-Abbrev} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^ii  *//p'; }

# Whether the distribution's Node, or one that is there, will do.
node_will_do() {
	[ -n "$(version_of towline-node)" ] && return 0
	candidate=$(version_of nodejs)
	if [ -z "$candidate" ]; then
		update_lists
		candidate=$(LC_ALL=C apt-cache -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" policy nodejs |
			sed -n 's/^ *Candidate: //p')
	fi
	new_enough "$candidate"
}

# The controller's Node where the distribution's is too old.
add_node() {
	architecture=$(dpkg --print-architecture)
	node=$(served "towline-node_[^ ]*_$architecture\.deb")
	if [ -z "$node" ]; then
		case $architecture in
		amd64 | arm64) die "this distribution has no Node 20.19, and the controller none for $architecture: make towline-node with 'npm run package -- --node', and 'towline packages add' it there" ;;
		*) die "this distribution has no Node 20.19, and nobody builds one for $architecture: on 32-bit ARM the agent runs on Debian 13, Raspberry Pi OS 13, Alpine 3.21 and later, with their own Node" ;;
		esac
	fi
	fetch_checked "$node"
	set -- "$@" "$work/$node"
}

install_on_debian() {
	agent=$(served 'towline-agent_[^ ]*_all\.deb')
	[ -n "$agent" ] || die "the controller has no package of the agent: 'towline packages list' there"
	new=${agent#towline-agent_}
	new=${new%_all.deb}
	old=$(version_of towline-agent)
	if [ -n "$old" ] && dpkg --compare-versions "$old" ge "$new"; then
		set --
	else
		say "installing towline-agent $new and what it needs"
		fetch_checked "$agent"
		set -- "$work/$agent"
		if ! node_will_do; then
			add_node
			set -- "$@" "$work/$node"
		fi
	fi
	if ! has_wireguard && [ -z "$(version_of wireguard-go)" ]; then
		say "this kernel has no WireGuard: wireguard-go too"
		set -- "$@" wireguard-go
	fi
	if [ $# -gt 0 ]; then install_debian "$@"; fi
}

uninstall_from_debian() {
	# First, with the tools that it takes its links down with.
	if [ -n "$(dpkg-query -W -f x towline-agent 2>/dev/null)" ]; then dpkg_purge towline-agent || purge_failed; fi
	packages=$(grep -svx towline-agent "$record/packages" || true)
	if [ -n "$packages" ]; then
		# shellcheck disable=SC2086
		dpkg_purge $packages || only_needed || purge_failed
		stay=$(packages_now | LC_ALL=C comm -12 - "$record/packages" | xargs)
		if [ -n "$stay" ]; then say "these stay, since others need them now: $stay"; fi
	fi
	if [ -e "$record/bird-was-enabled" ]; then systemctl enable --now bird.service || true; fi
	if [ -e "$record/by-the-way" ]; then
		while read -r path; do rm -f "$path" 2>/dev/null || rmdir "$path" || true; done <"$record/by-the-way"
	fi
}

# Waits up to five minutes for another dpkg, as apt does. What others need is refused one by one, however many they are.
dpkg_purge() {
	tries=60
	until DEBIAN_FRONTEND=noninteractive LC_ALL=C dpkg --abort-after=10000 --purge "$@" </dev/null >/dev/null 2>"$work/dpkg.log"; do
		if [ $tries = 0 ] || ! grep -q 'locked by another process' "$work/dpkg.log"; then return 1; fi
		if [ $tries = 60 ]; then say "waiting for another dpkg to end"; fi
		tries=$((tries - 1))
		sleep 5
	done
}

# Whether dpkg refused some packages because others need them, and nothing else went wrong.
only_needed() {
	awk '/^dpkg: error/ { if ($0 !~ / processing package /) exit bad = 1; getline; if ($0 !~ /dependency problems/) exit bad = 1; some = 1 }
		END { exit bad || !some }' "$work/dpkg.log"
}

purge_failed() {
	cat "$work/dpkg.log" >&2
	die "dpkg --purge failed, see above: mend that, and run 'sh bootstrap.sh --uninstall' again"
}

# --- Alpine

install_on_alpine() {
	tarball=$(served 'towline-agent-[^ ]*\.tar\.gz')
	[ -n "$tarball" ] || die "the controller has no tarball of the agent: 'towline packages list' there"
	if [ "$(cat "$record/tarball" 2>/dev/null)" = "$tarball" ]; then return 0; fi
	say "installing ${tarball%.tar.gz} and what it needs"
	fetch_checked "$tarball"
	tar -xzf "$work/$tarball" -C "$work"
	cd "$work/${tarball%.tar.gz}"
	# What abuild and apk do with the recipe.
	# shellcheck disable=SC1091
	. ./alpine/APKBUILD
	if ! has_wireguard; then depends="$depends wireguard-go"; fi
	# shellcheck disable=SC2086,SC2154
	apk add --quiet --no-cache --virtual .towline curl $depends
	new_enough "$(node --version)" || die "this Alpine has Node $(node --version): the agent needs 20.19, take Alpine 3.21 or later"
	pkgdir=$work/pkg
	mkdir "$pkgdir"
	package
	if [ -e /etc/towline/agent.toml ]; then rm "$pkgdir/etc/towline/agent.toml"; fi
	sh alpine/towline-agent.pre-install || true
	mkdir -p "$record"
	(cd "$pkgdir" && find . ! -type d | sed 's/^\.//') | cat "$record/files" - 2>/dev/null | sort -u >"$record/files.new" || true
	mv "$record/files.new" "$record/files"
	lay_out "$pkgdir" /
	sh alpine/towline-agent.post-install >/dev/null 2>&1
	cp alpine/towline-agent.pre-deinstall "$record/pre-deinstall"
	if [ -x /etc/init.d/bird ]; then
		rc-service -q -i bird stop || true
		rc-update -q del bird 2>/dev/null || true
	fi
	cd /
	restart_running
	printf '%s\n' "$tarball" >"$record/tarball"
}

# lay_out FROM TO: all files, each whole: a power cut leaves the old one or the new one. FROM begins with a slash.
lay_out() (
	(cd "$1" && find . ! -type d) >"$work/paths"
	cd "$2"
	while read -r path; do
		mkdir -p "${path%/*}"
		cp -af "$1/$path" "$(beside "$path")"
	done <"$work/paths"
	sync
	while read -r path; do mv -f "$(beside "$path")" "$path"; done <"$work/paths"
	sync
)

beside() { printf '%s\n' "${1%/*}/.${1##*/}.towline-new"; }

# As the Debian package does: an older one is of no use to a newer one's services.
restart_running() {
	have rc-service || return 0
	for service in towline-root-helper towline-agent; do
		rc-service -q -i -s "$service" restart || say "$service does not start again: see /var/log/$service.log"
	done
}

uninstall_from_alpine() {
	[ -e "$record/files" ] || return 0
	sh "$record/pre-deinstall" || true
	rc-service -q -i towline-join stop || true
	rc-service -q -i towline-bird stop || true
	rc-service -q -i towline-prepare stop || true
	for link in $(ip -o link show | sed -n 's/^[0-9]*: \(tl-[^:@]*\|tlmgmt\|tlmgmt2\)[:@].*/\1/p'); do ip link delete dev "$link" || true; done
	nft delete table inet towline 2>/dev/null || true
	while read -r path; do rm -f "$path" "$(beside "$path")"; done <"$record/files"
	rm -rf "$state" /run/towline /run/towline-helper
	rmdir /etc/towline /usr/lib/towline /usr/share/doc/towline-agent /usr/share/licenses/towline-agent 2>/dev/null || true
	deluser towline-agent 2>/dev/null || true
	apk del --quiet .towline
}

# --- any of them

has_wireguard() { [ -d /sys/module/wireguard ] || modprobe -q wireguard 2>/dev/null || [ -d /sys/module/wireguard ]; }

family() {
	if have apt-get && have dpkg; then echo debian; elif have apk; then echo alpine; else
		die "neither apt nor apk is here: Debian, Raspberry Pi OS and Alpine are what this knows, docs/install.md has the tarball"
	fi
}

need_curl() {
	have curl && return 0
	say "installing curl"
	case $1 in
	debian) install_debian curl ca-certificates ;;
	alpine) apk add --quiet --no-cache --virtual .towline curl ;;
	esac
}

service() { # service start|active NAME
	if [ -d /run/systemd/system ]; then
		case $1 in active) systemctl is-active --quiet "$2.service" ;; start) systemctl start --no-block "$2.service" ;; esac
	elif have rc-service; then
		case $1 in active) rc-service -q "$2" status >/dev/null 2>&1 ;; start) rc-service "$2" start ;; esac
	else
		say "no service manager runs here: $2 starts at the next boot"
	fi
}

ask_to_join() {
	if grep -q "#$(printf '%s' "$pin" | tr 'A-F' 'a-f')" "$state/enrollment.json" 2>/dev/null; then
		service active towline-agent || service start towline-agent
		say "this router is a node: towline-agent status"
		return 0
	fi
	[ ! -e "$state/enrollment.json" ] || die "this router is a node of another network: 'sh bootstrap.sh --uninstall' first, or remove $state/enrollment.json"
	printf '%s\n' "$join" | /usr/lib/towline/join --keep
	if $wait; then /usr/lib/towline/join; else service start towline-join; fi
}

main() {
	wait=true mode=join join='' file=''
	while [ $# -gt 0 ]; do
		case $1 in
		--help | -h) usage && exit 0 ;;
		--no-wait) wait=false ;;
		--install-only) mode=install ;;
		--uninstall) mode=uninstall ;;
		--join-file)
			[ $# -gt 1 ] || { usage >&2 && exit 2; }
			file=$2
			shift
			;;
		-*) usage >&2 && exit 2 ;;
		*)
			[ -z "$join" ] || { usage >&2 && exit 2; }
			join=$1
			;;
		esac
		shift
	done
	if [ -n "$file" ]; then
		[ -z "$join" ] || { usage >&2 && exit 2; }
		if [ "$file" = - ]; then join=$(cat); else join=$(cat "$file") || die "$file cannot be read"; fi
	fi
	case $mode in
	uninstall) [ -z "$join" ] || { usage >&2 && exit 2; } ;;
	*)
		[ -n "$join" ] || { usage >&2 && exit 2; }
		read_join "$join"
		;;
	esac
	[ "$(id -u)" = 0 ] || die "this takes root: run it with sudo"
	system=$(family)
	trap clean_up EXIT
	trap 'exit 1' INT TERM HUP
	umask 022
	work=$(mktemp -d)
	if [ "$mode" = uninstall ]; then
		"uninstall_from_$system"
		rm -rf "$record"
		say "removed"
		return 0
	fi
	need_curl "$system"
	fetch SHA256SUMS
	"install_on_$system"
	if [ "$mode" = join ]; then ask_to_join; else say "installed: a file 'towline-join' on the boot partition makes a copy join"; fi
}

# Last: a part of this script does nothing.
main "$@"
