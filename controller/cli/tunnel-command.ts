import { Option } from 'commander';
import { enumWord } from '../../shared/document.ts';
import type { GetTunnelResponse } from '../../shared/gen/towline/v1/GetTunnelResponse.ts';
import type { TunnelPlace } from '../../shared/gen/towline/v1/TunnelPlace.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { collect, command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import { type Io, plain } from './io.ts';
import { age, table } from './table.ts';

/** `towline tunnel …`: where the controller's end of the management tunnel is, and how it moves. */
export function tunnelCommands(io: Io) {
  const show = command(
    io,
    {
      usage: 'show',
      summary: 'show where the management tunnel is, and which nodes have moved',
      example: 'tunnel show',
    },
    async (session) => {
      const tunnel = await session.withDaemon((daemon) => daemon.call(admin.GetTunnel, {}));
      session.print(tunnelDocument(tunnel), () => renderTunnel(tunnel));
    },
  );

  const move = command<{ endpoint?: string[]; port?: string; newKey?: boolean }>(
    io,
    {
      usage: 'move',
      summary: 'begin to move the management tunnel: to other endpoints, another port, a new key',
      example: [
        'tunnel move --endpoint vpn2.example.net',
        'tunnel move --port 51999 --new-key',
        'tunnel move --endpoint 192.0.2.7:4500 --port 51821',
      ],
      notes: `Each node brings the new tunnel up beside the old one, proves it, and only then leaves the old one. The
old one stays until 'towline tunnel finish'; 'towline tunnel abort' calls the nodes back.
--endpoint replaces all endpoints; without it the hosts stay. A port after the host is the public one, where it is
not the one listened on. --new-key needs another --port: both keys are listened for at once.`,
    },
    async (session, { endpoint = [], port, newKey = false }) => {
      const request = { endpoints: endpoint, port: portOf(port), newKey };
      const { tunnel } = await session.withDaemon((daemon) => daemon.call(admin.BeginTunnelMove, request));
      if (tunnel === null) return;
      session.print(tunnelDocument(tunnel), () => renderTunnel(tunnel));
    },
  )
    .addOption(
      new Option(
        '--endpoint <host[:port]>',
        'where routers reach this machine; may be repeated, best first',
      ).argParser(collect),
    )
    .addOption(new Option('--port <port>', 'UDP port to listen on'))
    .addOption(new Option('--new-key', 'make a new key pair for the controller'));

  const finish = command<{ force?: boolean }>(
    io,
    {
      usage: 'finish',
      summary: 'end a move: take the old end of the management tunnel away',
      example: 'tunnel finish',
      notes: `It is refused while an enrolled node has not moved. With --force such nodes are cut off: each has to ask to
join again ('towline-agent enroll' after its enrollment.json is removed); it is answered at once.`,
    },
    async (session, { force = false }) => {
      const { leftBehind, tunnel } = await session.withDaemon((daemon) =>
        daemon.call(admin.FinishTunnelMove, { force }),
      );
      if (tunnel === null) return;
      session.print({ left_behind: leftBehind, ...tunnelDocument(tunnel) }, () => {
        const left =
          leftBehind.length === 0
            ? ''
            : `cut off: ${leftBehind.join(', ')}; they have to ask to join again\n`;
        return `${left}${renderTunnel(tunnel)}`;
      });
    },
  ).addOption(new Option('--force', 'cut off the nodes that have not moved'));

  const abort = command(
    io,
    {
      usage: 'abort',
      summary: 'take a move back: call the nodes back to the old end',
      example: 'tunnel abort',
      notes: 'The new end goes by itself once no node can be there any more.',
    },
    async (session) => {
      const { tunnel } = await session.withDaemon((daemon) => daemon.call(admin.AbortTunnelMove, {}));
      if (tunnel === null) return;
      session.print(tunnelDocument(tunnel), () => renderTunnel(tunnel));
    },
  );

  return group(io, 'tunnel', 'the management tunnel, and moving it', 'tunnel show', [
    show,
    move,
    finish,
    abort,
  ]);
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`${JSON.stringify(text)} is no UDP port, expected 1 to 65535`);
}

function tunnelDocument(tunnel: GetTunnelResponse) {
  return {
    state: stateOf(tunnel),
    age_s: tunnel.ageS ?? null,
    place: placeDocument(tunnel.place),
    beside: placeDocument(tunnel.beside),
    nodes: tunnel.nodes.map((node) => ({
      name: node.nodeName,
      state: enumWord(node.state),
      generation: node.generation,
      heard_age_s: node.heardAgeS ?? null,
      reason: node.reason === '' ? null : node.reason,
    })),
    warnings: tunnel.warnings,
  };
}

function placeDocument(place: TunnelPlace | null) {
  if (place === null) return null;
  const { publicKey, ...rest } = place;
  return { ...rest, public_key: publicKey.toString('base64') };
}

function stateOf({ state }: GetTunnelResponse): string {
  return state === 'TUNNEL_MOVE_STATE_UNSPECIFIED' ? 'settled' : enumWord(state);
}

function renderTunnel(tunnel: GetTunnelResponse): string {
  const state = stateOf(tunnel);
  const generation = tunnel.place?.generation ?? 0;
  const moved = tunnel.nodes.filter((node) => enumWord(node.state) === 'moved').length;
  const since = age(tunnel.ageS ?? 0);
  const head = {
    settled:
      generation === 0 ? 'the tunnel was never moved' : `the tunnel is at the place of move ${generation}`,
    moving: `move ${generation} is under way since ${since}: ${moved} of ${count(tunnel.nodes.length, 'node')} moved`,
    returning: `a move is being taken back, it began ${since} ago: ${moved} of ${count(tunnel.nodes.length, 'node')} said that they are back`,
  }[state];
  const lines = [
    head ?? state,
    ...placeLine(state === 'moving' ? 'to' : 'at', tunnel.place),
    ...placeLine(state === 'moving' ? 'from' : 'given up', tunnel.beside),
    ...tunnel.warnings.map((line) => `warning: ${line}`),
  ];
  if (state === 'settled') return `${lines.join('\n')}\n`;
  const rows = tunnel.nodes.map((node) => [
    node.nodeName,
    { moved: 'moved', waiting: 'not yet' }[enumWord(node.state)] ?? enumWord(node.state),
    node.heardAgeS === undefined ? 'never' : age(node.heardAgeS),
    plain(node.reason),
  ]);
  return `${lines.join('\n')}\n\n${table(['NODE', 'STATE', 'HEARD', 'WHY'], rows)}\n`;
}

function placeLine(word: string, place: TunnelPlace | null): string[] {
  if (place === null) return [];
  const { endpoints, port, publicKey, interface: name } = place;
  return [
    `${word.padEnd(9)} ${endpoints.join(', ')} (port ${port}, key ${publicKey.toString('base64')}, ${name})`,
  ];
}
