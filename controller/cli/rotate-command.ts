import { Option } from 'commander';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';

interface PskFlags {
  readonly node?: string;
  readonly all?: boolean;
  readonly later?: boolean;
}

/** `towline rotate …`: new secrets of links. */
export function rotateCommands(io: Io) {
  const psk = command<PskFlags>(
    io,
    {
      usage: 'psk [node] [peer]',
      summary: 'make new pre-shared keys: of one link, of all links of a node, or of all',
      example: ['rotate psk berlin hamburg', 'rotate psk --node berlin', 'rotate psk --all --later'],
      notes: `It makes a release in which nothing else changes, and activates it: both ends of each link switch together, and
go back if the new key does not work. WireGuard takes a new key into use when it renews a session, within two
minutes; no packet is lost meanwhile. Links with an end that is offline are left alone. With --later there is no
release: the next commit has the new keys.`,
    },
    async (session, { node, all = false, later = false }, first?: string, second?: string) => {
      const nodes = chosen(node, all, first, second);
      const { links, putOff, release } = await session.withDaemon((daemon) =>
        daemon.call(admin.RotatePsks, { nodes, all, later }),
      );
      const document = { links, put_off: putOff, release: release === 0 ? null : release };
      session.print(document, () => {
        const made = `new pre-shared ${links.length === 1 ? `key for ${links[0]}` : `keys for ${count(links.length, 'link')}`}`;
        const when =
          release === 0
            ? 'with the next release: commit and activate it'
            : `release ${release} made and activated; 'towline status' shows when it is proved`;
        const left =
          putOff.length === 0
            ? ''
            : `\nleft alone, an end cannot take part now: ${putOff.join(', ')}; repeat it later for these`;
        return `${made}: ${when}${left}`;
      });
    },
  )
    .addOption(new Option('--node <node>', 'all links of this node'))
    .addOption(new Option('--all', 'all links of the network'))
    .addOption(new Option('--later', 'make no release of it'));
  return group(io, 'rotate', 'new secrets for links', 'rotate psk berlin hamburg', [psk]);
}

function chosen(node: string | undefined, all: boolean, first?: string, second?: string): string[] {
  const ways = [node !== undefined, all, first !== undefined].filter(Boolean).length;
  if (ways !== 1 || (first !== undefined && second === undefined))
    throw new UsageError('say two nodes that have a link, or --node NODE, or --all');
  return [first, second, node].filter((name) => name !== undefined);
}
