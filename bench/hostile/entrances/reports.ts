import { messageOf, TowlineError } from '../../../shared/errors.ts';
import { Station } from '../station.ts';
import type { EntranceKind } from './entrance.ts';

/** Every text that a router may say of itself. */
function reportsOf(text: string): readonly (readonly [string, object])[] {
  const link = { peer: 'hamburg', interface: 'tl-hamburg', bgpState: 'Active', bfdState: 'Down' };
  const facts = {
    agentVersion: '0',
    kernel: '6.1',
    architecture: 'arm64',
    hardware: 'x',
    birdVersion: '2.0.12',
  };
  const failed = { release: 1, outcome: 'APPLY_OUTCOME_ROLLED_BACK' };
  return [
    ['birdState', { birdState: text }],
    ...Object.keys(link).map(
      (key) => [`links.${key}`, { links: [{ ...link, [key]: text, prefixLimitHit: true }] }] as const,
    ),
    ...Object.keys(facts).map((key) => [`facts.${key}`, { facts: { ...facts, [key]: text } }] as const),
    ['lastApply.reason', { lastApply: { ...failed, reason: text } }],
    ['lastApply.outcome', { lastApply: { ...failed, outcome: 77 } }],
    ['drift', { drift: [text, text] }],
    ['tunnelReason', { tunnelReason: text, tunnelGeneration: 0 }],
    [
      'digests',
      { runningDigest: Buffer.from(text.slice(0, 100)), stagedDigest: Buffer.from(text.slice(0, 32)) },
    ],
    ['linkKeys', { linkKeys: [{ version: 7, publicKey: Buffer.from(text.slice(0, 32)) }] }],
    // As much as there may be at once.
    [
      'all',
      {
        links: [{ peer: text, interface: text, bgpState: text, bfdState: text, prefixLimitHit: true }],
        lastApply: { ...failed, reason: text },
        drift: [text],
        tunnelReason: text,
        facts: Object.fromEntries(Object.keys(facts).map((key) => [key, text])),
        runningRelease: 1,
        birdState: text,
      },
    ],
  ];
}

/** Shows that what is reported comes to the terminal. */
const control = 'a file that differs';

/** Reports after which the status is looked at: what it shows, one after the other and all at once. */
const seen = ['links.peer', 'lastApply.reason', 'drift', 'all'];

/** What an enrolled router reports, up to the admin's terminal and `/metrics`. */
export const reports: EntranceKind = {
  name: 'reports',
  async open(grounds) {
    const station = await Station.open(grounds);
    const { harness, berlin } = station;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await berlin.report({ drift: [control] });
    if (!(await harness.cli('status')).out.includes(control)) throw new RangeError('no report is shown');
    return {
      async try(text, notes) {
        for (const [field, fields] of reportsOf(text)) {
          await notes.attempt(`report ${field}`, () => berlin.report(fields).catch(asOurs));
          if (seen.includes(field)) await station.look(notes, ['status']);
        }
        await station.look(notes, ['status', '--json'], ['tunnel', 'show'], ['tunnel', 'show', '--json']);
        await station.look(notes, ['events', '--json'], ['node', 'rotate-key', 'berlin']);
        const address = harness.controller.listening().http;
        const metrics = await (await fetch(`http://127.0.0.1:${address}/metrics`)).text();
        notes.shown('/metrics', metrics);
        for (const line of metrics.split('\n'))
          if (!/^(#.*|[a-z0-9_]+(\{([a-z_]+="[ -~]*",?)*\})? \S+|)$/.test(line))
            notes.crash('/metrics', line);
      },
    };
  },
};

/** What a client was told, as the error that it stands for; one that the server did not foresee is a crash. */
export function asOurs(error: unknown): never {
  const message = messageOf(error);
  if ((error as { code?: number }).code === undefined || message.includes('internal error')) throw error;
  throw new TowlineError('failed', message);
}
