import { join } from 'node:path';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { controller } from '../../../lab/topology/description.ts';
import { TowlineError } from '../../../shared/errors.ts';
import type { Campaign, Outcome } from '../../faults/campaign.ts';
import { countsOf } from '../verdict.ts';
import { type Needle, textNeedle } from './forms.ts';
import { type CanaryRun, captureFile, metricsFile, nodes, runWithCanaries } from './run.ts';
import { type Found, foundSchema, type Search } from './search/order.ts';
import { type Secret, secretsOf } from './secrets.ts';

/** A place where secrets are looked for. */
interface Place {
  readonly machine: string;
  readonly search: Partial<Omit<Search, 'needles'>>;
  /** Something that is there: that it is found shows that the search sees what there is. */
  readonly control: string;
  /** Whether the machine's own secrets may be here. */
  readonly hasOwn: boolean;
}

const keys = '/var/lib/towline/keys';

const places: Readonly<Record<string, Place>> = {
  ...Object.fromEntries(
    [controller, ...nodes].flatMap((machine): [string, Place][] => [
      [
        `packets of ${machine}`,
        { machine, search: { paths: [captureFile] }, control: 'PrivateKey = @private', hasOwn: false },
      ],
      [
        `disk of ${machine}`,
        {
          machine,
          search: {
            paths: ['/var/lib', '/etc/towline', '/etc/wireguard', '/etc/bird', '/run'],
            without: [keys],
          },
          control: 'aachen',
          hasOwn: false,
        },
      ],
      // Of the others' keys also that folder has none.
      [`keys of ${machine}`, { machine, search: { paths: [keys] }, control: '', hasOwn: true }],
      [`logs of ${machine}`, { machine, search: { paths: ['/var/log'] }, control: 'towline', hasOwn: false }],
      [`memory of ${machine}`, { machine, search: { processes: true }, control: 'aachen', hasOwn: true }],
    ]),
  ),
  'git histories': {
    machine: controller,
    search: { repositories: ['inventory', 'rendered'].map((name) => `/var/lib/towline/${name}.git`) },
    control: 'PrivateKey = @private',
    hasOwn: false,
  },
  metrics: { machine: controller, search: { paths: [metricsFile] }, control: 'towline_nodes', hasOwn: false },
};

/** What is planted: a key of berlin's in the log of the controller. */
const leak = 'base64 -d | od -An -v -tx1 | tr -d " \\n" >>/var/log/towline.log';

/** Private keys, pre-shared keys and tokens, looked for wherever they must not be. */
export const canaries: Campaign = {
  name: 'canaries',
  plants: ['leak'],
  labs: 1,
  cases: () => Object.keys(places),
  figures: (outcomes) => ({ places_searched: outcomes.length, ...countsOf(outcomes) }),
  async open({ signal, plant }) {
    const run = await runWithCanaries(signal);
    const { lab } = run.network;
    try {
      const secrets = await secretsOf(run);
      if (plant !== undefined) {
        const input = await lab.readFile('berlin', `${keys}/identity.key`);
        await lab.exec(controller, ['bash', '-c', leak], { input });
      }
      return {
        atOnce: 1,
        run: async ([id = '']) => [await lookAt(run, id, secrets)],
        close: () => lab.down(),
      };
    } catch (error) {
      await lab.down();
      throw error;
    }
  },
};

async function lookAt(run: CanaryRun, id: string, secrets: readonly Secret[]): Promise<Outcome> {
  const place = places[id];
  if (place === undefined) throw new RangeError(id);
  const { machine, control, hasOwn } = place;
  const forbidden = secrets.filter(({ owners }) => !(hasOwn && owners.includes(machine)));
  const there: Needle[] =
    control === ''
      ? secrets
          .filter(({ name }) => name.startsWith(`${machine}: `))
          .map((own) => ({ ...own, name: `control ${own.name}` }))
      : [textNeedle('control', control)];
  const { found, bytes } = await search(run, place, [...forbidden, ...there]);
  const leaks = found.filter(({ name }) => !name.startsWith('control'));
  const isSeen = there.every(({ name }) => found.some((one) => one.name === name));
  const verdict = leaks.length > 0 ? 'secret found' : isSeen ? 'nothing found' : 'not judged';
  const shown = leaks.slice(0, 20).map(({ name, where }) => `${name} in ${where}`);
  return {
    case: id,
    verdict,
    isGood: verdict === 'nothing found',
    counts: {
      canaries_found: leaks.length,
      canaries: forbidden.length,
      searched_mb: Math.round(bytes / 1e6),
    },
    ...(verdict === 'nothing found'
      ? {}
      : { detail: shown.join('; ') || `${control} was not seen in ${bytes} bytes` }),
  };
}

/** Runs the search on the place's machine. */
async function search(
  { network: { lab } }: CanaryRun,
  place: Place,
  needles: readonly Needle[],
): Promise<Found> {
  const order: Search = {
    needles: needles.map(({ name, forms }) => ({ name, forms: forms.map((form) => form.toString('hex')) })),
    ...{ paths: [], without: [], repositories: [], processes: false },
    ...place.search,
  };
  const program = join(projectFolder(), 'dist/bench/hostile/canaries/search/main.js');
  const options = { input: JSON.stringify(order), timeoutMs: 300_000 };
  const { stdout, stderr } = await lab.exec(place.machine, [process.execPath, program], options);
  if (stdout === '')
    throw new TowlineError('failed', `the search on ${place.machine} says nothing: ${stderr}`);
  return foundSchema.parse(JSON.parse(stdout));
}
