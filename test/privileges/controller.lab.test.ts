import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { shippedPrograms } from '../../lab/network/programs.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { controller } from '../../lab/topology/description.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { until } from '../fakes/until.ts';
import {
  asUser,
  controllerProgram,
  controllerUsers,
  installControllerUser,
  netAdmin,
  type Rights,
  rightsOf,
} from './users.ts';

const inventory = join(projectFolder(), 'test/services/network');
const eventsSchema = z.object({
  events: z.array(z.object({ actor: z.object({ name: z.string() }), action: z.string() })),
});

let network: LabNetwork;
/** What processes of the controller were seen while it worked, with each set of rights. */
const seen = new Map<string, Rights>();

const sh = async (script: string) =>
  (await network.lab.exec(controller, ['bash', '-c', script], { allowFailure: true })).stdout.trim();
/** A command of the CLI as a user without any capability. */
const as = (user: keyof typeof controllerUsers, ...args: string[]) => {
  const who = [
    `--reuid=${user}`,
    `--regid=${user}`,
    '--init-groups',
    '--bounding-set=-all',
    '--inh-caps=-all',
    '--',
  ];
  return network.lab.exec(controller, ['setpriv', ...who, ...controllerProgram, ...args], {
    allowFailure: true,
  });
};

/** Processes of the controller, once they are what they are to be: not setpriv and unshare on the way there. */
const programs = /^\S+\/node \S+main\.js serve|^\S+\/node --no-warnings|^wireguard-go|^git|^bird -p/;

/** What a process of the controller is. */
function kindOf(command: string): string {
  if (command.includes('--no-warnings')) return 'render';
  return /main\.js serve|^[a-z-]+/.exec(command)?.[0] ?? command;
}

/** Looks at the controller's processes again and again while a task runs. */
async function watched<T>(task: Promise<T>): Promise<T> {
  let isDone = false;
  const end = task.finally(() => {
    isDone = true;
  });
  end.catch(() => {});
  while (!isDone) {
    for (const rights of await rightsOf(network.lab, controller, programs)) {
      seen.set(`${kindOf(rights.command)} ${JSON.stringify({ ...rights, command: '' })}`, rights);
    }
  }
  return end;
}

before(async () => {
  const programs = { ...shippedPrograms(), controller: [...asUser('towline'), ...controllerProgram] };
  network = new LabNetwork(await Lab.up(await describeInventory(inventory)), { programs });
  await installControllerUser(network.lab);
  await network.initController('privileges', inventory);
  await sh('chown -R towline: /etc/towline/network');
  await network.enroll();
  network.startAgents();
  await watched(network.release('the first one'));
  await waitUntilGreen(network, 1);
});
after(() => network?.lab.down());

test('a controller that is not root does all that it is for, with CAP_NET_ADMIN and no more', async () => {
  for (const rights of await rightsOf(network.lab, controller, programs)) seen.set(rights.command, rights);
  // git and BIRD's check are over at once: what was seen of them counts.
  const kinds = new Set([...seen.values()].map(({ command }) => kindOf(command)));
  for (const kind of ['main.js serve', 'render']) assert.ok(kinds.has(kind), [...kinds].join(', '));
  for (const { command, uid, effective, permitted, bounding } of seen.values()) {
    const kind = kindOf(command);
    const own = kind === 'main.js serve' || kind === 'wireguard-go' ? netAdmin : '0';
    // What renders cannot gain any either; the others have no right to give up what they might gain.
    const most = kind === 'render' ? '0' : netAdmin;
    assert.deepEqual(
      [uid, effective, permitted, bounding],
      [controllerUsers.towline, own, own, most],
      command.slice(0, 100),
    );
  }
});

test('its keys, database and repositories are its own, and closed to others', async () => {
  assert.equal(await sh('find /var/lib/towline ! -user towline'), '');
  assert.equal(await sh('find /var/lib/towline -maxdepth 0 -perm /077'), '');
  assert.equal(
    await sh('find /var/lib/towline -name "*.key" -perm /077 -o -name "controller.db*" -perm /077'),
    '',
  );
});

test('an admin of its group works with it under a name of their own, a stranger does not', async () => {
  const status = await as('anna', 'status', '--json');
  assert.equal(status.exitCode, 0, status.stderr);
  const change = await as('anna', 'set', 'bgp.import_limit', '1234', '--node', 'aachen');
  assert.equal(change.exitCode, 0, change.stderr);
  const commit = await as('anna', 'commit', '-m', 'by anna');
  assert.equal(commit.exitCode, 0, commit.stderr);
  const rotated = await as('anna', 'keys', 'rotate', 'signing');
  assert.equal(rotated.exitCode, 0, rotated.stderr);
  const verified = await as('anna', 'events', 'verify');
  assert.equal(verified.exitCode, 0, verified.stderr);
  const { events } = eventsSchema.parse(JSON.parse((await as('anna', 'events', '--json')).stdout));
  assert.ok(events.some(({ actor, action }) => actor.name === 'anna' && action === 'release.made'));
  const stranger = await as('stranger', 'status');
  assert.notEqual(stranger.exitCode, 0);
  assert.match(stranger.stderr, /admin\.sock.*(group|towline)/);
});

test('root is told to be the controller instead of leaving files that it cannot write', async () => {
  for (const args of [['init', '--name', 'other', '--endpoint', '192.0.2.1'], ['serve']]) {
    const asRoot = await network.lab.exec(controller, [...controllerProgram, ...args], {
      allowFailure: true,
    });
    assert.notEqual(asRoot.exitCode, 0);
    assert.match(
      asRoot.stderr,
      /\/var\/lib\/towline is of the user with number 64980: run this as that user/,
    );
  }
  assert.equal(await sh('find /var/lib/towline ! -user towline'), '');
});

test('what root left in the work tree is named, with the way out', async () => {
  await sh('cd /etc/towline/network/sites && mkdir -p rooty && echo >rooty/site.toml');
  const change = await as('anna', 'set', 'bgp.import_limit', '99', '--site', 'rooty');
  assert.match(change.stderr, /rooty\/site\.toml cannot be written: .*'chown -R 64980:64980 \/etc\/towline/);
  await sh('chmod 600 /etc/towline/network/sites/rooty/site.toml');
  const plan = await as('anna', 'plan');
  assert.match(plan.stderr, /rooty\/site\.toml/);
  await sh('rm -r /etc/towline/network/sites/rooty');
});

test('what is read without the controller is read by its user, and by root without a trace', async () => {
  await network.stopController();
  const admin = await as('anna', 'events', 'verify');
  assert.notEqual(admin.exitCode, 0);
  assert.match(admin.stderr, /is of the user with number 64980: run this as that user.* towline events/);
  const asRoot = (...args: string[]) =>
    network.lab.exec(controller, [...controllerProgram, ...args], { allowFailure: true });
  assert.equal((await asRoot('events', 'verify')).exitCode, 0);
  assert.match((await asRoot('git', 'log')).stderr, /run this as that user/);
  assert.equal(await sh('find /var/lib/towline /etc/towline/network ! -user towline'), '');
});

test('it starts again as itself', async () => {
  await network.startController();
  await waitUntilGreen(network, 1);
  await until('the tunnel is guarded', async () =>
    (await sh('nft list tables')).includes('towline_controller'),
  );
});
