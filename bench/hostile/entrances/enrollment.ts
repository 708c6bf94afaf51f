import { makeRequest, sendRequest } from '../../../agent/enroll/request.ts';
import { signRequest } from '../../../shared/enrollment/request.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { EnrollRequest } from '../../../shared/gen/towline/v1/EnrollRequest.ts';
import { startRelay } from '../../../test/controller/relay.ts';
import { makeKeys } from '../../../test/controller/router.ts';
import { Station } from '../station.ts';
import type { EntranceKind } from './entrance.ts';

const facts = {
  agentVersion: '0',
  kernel: '6.1',
  architecture: 'arm64',
  hardware: 'x',
  birdVersion: '2.0.12',
};
const { signal } = new AbortController();

/** What a router says of itself when it asks to join: its name, each of its facts, and bytes in place of keys. */
export const enrollment: EntranceKind = {
  name: 'enrollment',
  async open(grounds) {
    const station = await Station.open(grounds);
    const { harness } = station;
    const { keyHash } = harness;
    let subscriber = 0;
    const requestsOf = (text: string): [string, EnrollRequest][] => {
      const good = (name: string, more = {}) => {
        const keys = makeKeys();
        const request = makeRequest(keys as never, name, { ...facts, ...more }, keyHash);
        return { keys, request };
      };
      const bytes = Buffer.from(text.slice(0, 5_000));
      return [
        ['hostName', good(text).request],
        ...Object.keys(facts).map((key): [string, EnrollRequest] => [
          `facts.${key}`,
          good('fra1', { [key]: text }).request,
        ]),
        ['all facts', good('fra1', Object.fromEntries(Object.keys(facts).map((key) => [key, text]))).request],
        ['token', { ...good('fra1').request, token: { id: bytes, signature: bytes } }],
        ...(['requestNonce', 'linkPublicKey', 'identityPublicKey'] as const).map(
          (key): [string, EnrollRequest] => {
            const { keys, request } = good('fra1');
            const changed = { ...request, [key]: bytes };
            const signature = signRequest(keys.identity.privateKey, changed, keyHash);
            return [key, { ...changed, signature }];
          },
        ),
      ];
    };
    return {
      async try(text, notes) {
        // Every text comes from a subscriber of its own: it is not to be the limits that refuse it.
        subscriber++;
        const from = `127.7.${Math.floor(subscriber / 250)}.${1 + (subscriber % 250)}`;
        const relay = await startRelay(harness.controller.listening().enrollment, from);
        try {
          const endpoint = { host: '127.0.0.1', port: relay.port };
          for (const [field, request] of requestsOf(text))
            await notes.attempt(`enroll with ${field}`, () =>
              sendRequest(endpoint, keyHash, request, signal).catch(unlessLimited),
            );
        } finally {
          await relay.close();
        }
        await station.look(
          notes,
          ['pending'],
          ['pending', '--json'],
          ['events'],
          ['events', '--json'],
          ['status'],
        );
        const { pending } = (await harness.json('pending')) as { pending: { code: string }[] };
        // As a person might who wants to be rid of it, with its words.
        for (const [index, { code }] of pending.entries())
          await station.look(notes, [
            'deny',
            code,
            '--reason',
            index === 0 ? text.replaceAll('\0', '') : 'no',
          ]);
        await station.look(notes, ['approve', '--', text], ['node', 'revoke', '--yes', '--', text]);
        await station.look(notes, ['approve', '7H2K', '--site', text, '--node', text], ['log']);
      },
    };
  },
};

/** What a limit refuses says nothing of the text. */
function unlessLimited(error: unknown): never {
  if (/too many/.test(messageOf(error)))
    throw new RangeError('it is a limit that refuses this, not what it says');
  throw error;
}
