/**
 * A name server on 127.0.0.1:53 that means harm, and the agent's resolver that asks it. A line of standard input is a
 * text as JSON; a line of standard output says what came of it. Runs in a network of its own.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolveEndpoint } from '../../../agent/tunnel/resolve-endpoint.ts';
import { messageOf, TowlineError } from '../../../shared/errors.ts';
import { resolveHost } from '../../../shared/net/resolve.ts';
import { checkEndpoint, formatEndpoint } from '../../../shared/wireguard/config-text.ts';
import { answers, labelOf } from './answers.ts';
import type { Said } from './said.ts';

const patienceMs = 300;
let text = Buffer.alloc(0);

const server = createSocket('udp4', (query, from) => {
  const answer = answers[labelOf(query).toLowerCase()];
  if (answer !== undefined) server.send(answer(query, text), from.port, from.address);
});
server.bind(53, '127.0.0.1');
await once(server, 'listening');

/** Resolves a name as the tracker does, and as the tunnel does. */
async function ask(label: string): Promise<Said> {
  const host = `${label}.example.net`;
  const said: Said = { what: label, ended: 'taken', shown: [] };
  const note = (...words: unknown[]) => void said.shown.push(JSON.stringify(words));
  const log = { debug: note, info: note, warn: note, error: note };
  try {
    const options = { log, resolve: resolveHost, resolveTimeoutMs: patienceMs };
    const [endpoints, addresses] = await Promise.all([
      resolveEndpoint(options, `${host}:51820`),
      resolveHost(host, patienceMs),
    ]);
    for (const endpoint of [...endpoints, ...addresses.map((address) => formatEndpoint(address, 51820))])
      checkEndpoint(endpoint);
    said.shown.push(endpoints.join(' '), addresses.join(' '));
  } catch (error) {
    const isOurs = error instanceof TowlineError && error.code === 'unavailable';
    said.shown.push(messageOf(error));
    said.ended = isOurs ? 'refused' : 'crashed';
  }
  return said;
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  text = Buffer.from(String(JSON.parse(line)));
  process.stdout.write(`${JSON.stringify(await Promise.all(Object.keys(answers).map(ask)))}\n`);
}
server.close();
