#!/bin/sh
# Asks to join with the join string of a file, until this router is let in, and starts the agent. The file is a
# 'towline-join' on the boot partition of an SD card, or what `join --keep` was given on standard input. It is used once:
# whoever has it may join. As root.
set -eu

state=/var/lib/towline
kept=$state/join

say() { printf 'towline: %s\n' "$*" >&2; }
# What lies in the agent's folder is written by its user: root would follow links there.
as_agent() { setpriv --reuid=towline-agent --regid=towline-agent --init-groups -- "$@"; }
# On the disk before the card loses it.
# shellcheck disable=SC2016
keep() { as_agent sh -c 'umask 077; tr -d "\r" | head -c 8192 >"$1.new" && sync && mv "$1.new" "$1" && sync' keep "$kept"; }

if [ "${1-}" = --keep ]; then
	keep
	exit 0
fi
for card in ${TOWLINE_JOIN_FILES-/boot/firmware/towline-join /boot/towline-join}; do
	if [ ! -f "$card" ] || [ -L "$card" ]; then continue; fi
	keep <"$card"
	rm -f "$card" || say "$card cannot be removed: remove it, whoever has it may join"
	sync
done
[ -e "$kept" ] || exit 0

as_agent /usr/bin/towline-agent machine
as_agent /usr/bin/towline-agent enroll --join-file "$kept"
rm -f "$kept"
if [ -d /run/systemd/system ]; then systemctl start --no-block towline-agent.service; else rc-service towline-agent start; fi
