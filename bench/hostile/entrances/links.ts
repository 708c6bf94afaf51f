import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { files as goodFiles, psk } from '../../../test/agent/cycle-fixture.ts';
import { type MadeBundle, makeBundle } from '../../../test/fakes/bundles.ts';
import type { Campaign } from '../../faults/campaign.ts';
import { Grounds } from '../grounds.ts';
import { RoutersEnd } from '../routers-end.ts';
import { Station } from '../station.ts';
import { mark } from '../texts/lures.ts';
import { countsOf, Notes } from '../verdict.ts';

const bird = 'router id 10.0.0.1;\nprotocol device {}\n';
const bundle = (release: number): MadeBundle =>
  makeBundle({
    release,
    files: { ...goodFiles('hamburg'), 'bird/bird.conf': bird, 'site/rules': `release ${release}\n` },
    ...{ secrets: [psk], confirmWindowS: 1 },
  });

/** Where a symbolic link may lie on a router; `NEXT` and `NOW` are digests of bundles. */
const onRouter = [
  ...['state/bundles/NEXT', 'state/bundles/NEXT.staging', 'state/bundles/NEXT.old', 'state/bundles/NOW'],
  ...['state/bundles/NOW/site', 'state/bundles/NOW/bird/bird.conf', 'state/current', 'state/journal.json'],
  ...['state/services.json', 'site.d', 'site.d/rules', 'site.d/.towline-rules.tmp', 'site.d/more'],
];
/** Where one may lie in the inventory. */
const inInventory = [
  ...[
    'templates/bird',
    'templates/bird/custom.conf.njk',
    'templates/site',
    'sites/evil',
    'sites/berlin/evil',
  ],
  ...[
    'sites/berlin/berlin/node.toml',
    'sites/berlin/templates',
    'network.toml',
    'generated',
    'generated/berlin.toml',
  ],
];
const targets: Readonly<Record<string, (grounds: Grounds, link: string) => string>> = {
  'a file': ({ lures }) => lures.secret,
  'a folder': ({ lures }) => dirname(lures.secret),
  nothing: ({ lures }) => join(lures.away, `${mark}-link`),
  itself: (_grounds, link) => link,
  'an empty folder': ({ lures }) => lures.away,
};

/** Symbolic links in folders of bundles, templates and services. */
export const links: Campaign = {
  name: 'links',
  // A program that writes where the link leads.
  plants: ['follow'],
  labs: 1,
  cases: () =>
    Object.keys(targets).flatMap((target) => [
      ...onRouter.map((place) => `router, ${place}, to ${target}`),
      ...inInventory.map((place) => `inventory, ${place}, to ${target}`),
    ]),
  figures: (outcomes) => ({ symbolic_links: outcomes.length, ...countsOf(outcomes) }),
  async open({ plant }) {
    const grounds = await Grounds.make();
    const station = await Station.open(grounds).catch(async (error) => {
      await grounds.remove();
      throw error;
    });
    return {
      atOnce: 1,
      run: async ([id = '']) => {
        const notes = new Notes();
        const [where, place = '', to = ''] = id.split(', ');
        const put = async (folder: string, name: string) => {
          const link = join(folder, name);
          await rm(link, { recursive: true, force: true });
          await mkdir(dirname(link), { recursive: true });
          const target = targets[to.slice('to '.length)];
          if (target === undefined) throw new RangeError(id);
          await symlink(target(grounds, link), link);
          if (plant !== undefined) await follow(link);
        };
        if (where === 'router') await tryRouter(grounds, place, put, notes);
        else await tryInventory(station, place, put, notes);
        return [await notes.outcome(id, grounds)];
      },
      close: () => grounds.remove(),
    };
  },
};

type Put = (folder: string, name: string) => Promise<void>;

async function tryRouter(grounds: Grounds, place: string, put: Put, notes: Notes): Promise<void> {
  const router = await RoutersEnd.of(grounds, 'router');
  try {
    const [now, next, last] = [bundle(1), bundle(2), bundle(3)];
    const digest = ({ desired }: MadeBundle) => desired.bundleDigest.toString('hex');
    await router.take(now);
    await put(router.folder, place.replace('NEXT', digest(next)).replace('NOW', digest(now)));
    await notes.attempt('the next bundle', () => router.take(next));
    await notes.attempt('the one after it', () => router.take(last));
  } finally {
    await rm(router.folder, { recursive: true, force: true });
  }
}

async function tryInventory(station: Station, place: string, put: Put, notes: Notes): Promise<void> {
  const { git, config } = station.harness;
  await put(config.network_dir, place);
  await station.look(
    notes,
    ['check'],
    ['plan'],
    ['commit', '-m', 'x'],
    ['get', '--effective', 'berlin'],
    ['node', 'list'],
  );
  await station.look(
    notes,
    ['set', 'vars.word', '1'],
    ['set', 'lan', '[]', '--node', 'berlin'],
    ['node', 'add', 'berlin/new1'],
  );
  await git('network', 'clean', '-fdqx');
  await git('network', 'checkout', '-q', '--', '.');
}

/** Writes a file under the link's name, or below it. */
async function follow(link: string): Promise<void> {
  await writeFile(link, 'x').catch(() => writeFile(join(link, `${mark}-follow`), 'x').catch(() => undefined));
}
