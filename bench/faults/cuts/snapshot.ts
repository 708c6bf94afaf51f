import type { LabNetwork } from '../../../lab/network/network.ts';

// What roams by itself (endpoints, the tunnel's own port), counts, or belongs to another release with the same content is left out.
const script = `
cd /var/lib/towline/current/ && basename "$(pwd -P)"
find . -type f ! -name manifest.pb | sort | xargs sha256sum
sha256sum /etc/towline/*.d/*
for i in $(cd /sys/class/net && ls -d tl*); do
  case $i in tlmgmt*) roaming=ListenPort ;; *) roaming=Endpoint ;; esac
  echo "# $i"; wg showconf "$i" | grep -v -e ^Endpoint -e "^$roaming"; wg show "$i" fwmark
done
for i in $(ls /sys/class/net | sed 's/@.*//'); do
  echo "# $i $(cat "/sys/class/net/$i/mtu" "/sys/class/net/$i/flags" | tr '\\n' ' ')"
  ip -o addr show dev "$i" | sed 's/^[0-9]*: //; s/valid_lft.*//' | sort
done
for f in -4 -6; do ip $f rule; ip -o $f route show table main | grep -v ' proto ra ' | sort; done
for f in -4 -6; do echo "routes $f: $(ip $f route show table 7400 | grep -q . && echo some)"; done
ip xfrm policy
nft list ruleset
birdc show protocols | awk '/^(tl|link|way|wrong)_?/ { print $1, $2, $4, /Established/ }'
`;

/**
 * A node's files, kernel and BIRD in text that can be compared: bundle in force, files of custom services, interfaces
 * with addresses, keys and MTU, rules, routes, packet filter, sessions; of
 * the routes that BGP learned only whether there are any, since others come and go with other nodes.
 */
export async function takeSnapshot({ lab }: LabNetwork, node: string): Promise<string> {
  const { stdout, stderr } = await lab.exec(node, ['bash', '-c', script], { allowFailure: true });
  return `${stdout}${stderr}`;
}

/** The lines of two snapshots that differ, `-` before and `+` now; empty if none does. Pure. */
export function differing(before: string, now: string): string[] {
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line.trim()}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line.trim()}`),
  ];
}
