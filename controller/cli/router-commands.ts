import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { requireYes } from './confirm.ts';
import { type Io, plain } from './io.ts';
import { table } from './table.ts';

/** `towline node revoke`: a router that was stolen, or is not to be trusted any more. */
export function revokeCommand(io: Io) {
  return command<{ yes?: boolean; reason?: string }>(
    io,
    {
      usage: 'revoke <name>',
      summary: "cut a node's router off at once, because it was stolen or is not trusted any more",
      example: ['node revoke fra1', 'node revoke fra1 --reason "stolen" --yes'],
      notes: `Its management tunnel, its calls and its enrollment are refused when the command returns. On a terminal it asks
first; --yes answers that. The links of its neighbours go with the next release: commit and activate it. The node
stays in the inventory for another router; 'towline node remove' takes it away.`,
    },
    async (session, { yes = false, reason = '' }, name = '') => {
      if (!yes)
        await requireYes(io, `Revoke the router of ${name}? It has to be enrolled anew to come back.`);
      const { neighbours, wasConnected, endedToken } = await session.withDaemon((daemon) =>
        daemon.call(admin.RevokeNode, { nodeName: name, reason }),
      );
      const ended = endedToken === '' ? null : endedToken;
      session.print({ revoked: name, was_connected: wasConnected, neighbours, ended_token: ended }, () => {
        const done = `router of ${name} revoked: its tunnel and its calls are refused from now on`;
        const tokenLine = `token ${endedToken}, by which it came, lets nobody in any more: 'towline token create' for those who are still to come by it`;
        const head = ended === null ? done : `${done}\n${tokenLine}`;
        if (neighbours.length === 0) return `${head}\nno other node has a link to it`;
        const links = `${count(neighbours.length, 'neighbour')} (${neighbours.join(', ')})`;
        return `${head}\n${links} keep their links to it until the next release: 'towline commit -m "revoke ${name}"' and 'towline activate'`;
      });
    },
  )
    .addOption(new Option('-y, --yes', 'do not ask'))
    .addOption(new Option('--reason <text>', 'what the router is told should it ask to join again'));
}

/** `towline node replace`: the same as `towline approve --as`, said from the node's side. */
export function replaceCommand(io: Io) {
  return command(
    io,
    {
      usage: 'replace <name> <code>',
      summary: "put a router that asks to join in the place of a node's router",
      example: 'node replace fra1 7H2K-9QWD-41ZB-M0XR',
      notes: `The new router has the number, addresses and AS of the old one, and keys of its own. The old one is out at
once. It is the same as 'towline approve <code> --as <name>'; 'towline pending' shows the codes.`,
    },
    async (session, _options, name = '', code = '') => {
      const request = { code, nodeName: name, siteName: '', replace: true };
      const response = await session.withDaemon((daemon) => daemon.call(admin.Approve, request));
      session.print(toDocument(response), () => {
        const { node } = response;
        return `router put in the place of ${node?.siteName}/${node?.name}, number ${node?.nodeId}; commit and activate, and it and its neighbours have their bundles`;
      });
    },
  );
}

/** `towline node rotate-key`: the key of a node's links, renewed link by link. */
export function rotateKeyCommand(io: Io) {
  return command(
    io,
    {
      usage: 'rotate-key <name>',
      summary: "renew the key of a node's links, one link after the other",
      example: 'node rotate-key fra1',
      notes: `The node makes the new key itself. For each link traffic is led around it, both ends switch together, and once a
handshake with the new key has proved it, traffic comes back; a key that does not work is taken back. Links to nodes
that are offline wait for them. Said again it shows how far that is, and tries again what failed. The values
wireguard.rotate_days of the inventory do it by themselves.`,
    },
    async (session, _options, name = '') => {
      const { version, links, wasUnderWay } = await session.withDaemon((daemon) =>
        daemon.call(admin.RotateLinkKey, { nodeName: name }),
      );
      const shown = links.map(({ peer, step, reason }) => ({ peer, step, reason: reason || null }));
      session.print({ node: name, version, was_under_way: wasUnderWay, links: shown }, () => {
        const head = wasUnderWay
          ? `the renewal to version ${version} of ${name}'s key is under way`
          : `${name} is to make version ${version} of its links' key; said again this shows how far it is`;
        const rows = links.map(({ peer, step, reason }) => [peer, step, plain(reason)]);
        return rows.length === 0 ? head : `${head}\n\n${table(['LINK TO', 'STEP', 'WHY'], rows)}`;
      });
    },
  );
}
