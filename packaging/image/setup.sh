#!/bin/sh
# What the agent's image has beside the agent: programs, user, folders. For Alpine; on a Debian only what it lacks.
set -eu

if command -v apk >/dev/null; then
	apk add --no-cache nodejs bird wireguard-tools-wg iproute2 nftables iputils-ping setpriv libcap-setcap
	addgroup -S -g 990 towline-agent
	adduser -S -D -H -u 990 -G towline-agent -h /var/lib/towline -s /sbin/nologin towline-agent
else
	for program in node bird wg ip nft ping setpriv setcap; do
		PATH=$PATH:/usr/sbin:/sbin command -v $program >/dev/null && continue
		apt-get update
		apt-get install -y --no-install-recommends nodejs bird2 wireguard-tools iproute2 nftables iputils-ping util-linux libcap2-bin
		rm -rf /var/lib/apt/lists/*
		break
	done
	groupadd --system --gid 990 towline-agent
	useradd --system --uid 990 --gid 990 --home-dir /var/lib/towline --no-create-home --shell /usr/sbin/nologin towline-agent
fi
install -d -o 990 -g 990 -m 0755 /var/lib/towline /run/towline
install -d -m 0755 /etc/towline
ln -s ../lib/towline/towline-agent.mjs /usr/bin/towline-agent
cp "$(command -v setpriv)" /usr/lib/towline/setpriv
setcap cap_net_admin=ep /usr/lib/towline/setpriv
