import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'node:test';
import { gitIn } from '../../controller/git/repository.ts';
import { type Harness, makeController, startController } from './harness.ts';
import { KeptFolder, type Taken } from './kept-folder.ts';
import { Router } from './router.ts';

/** The inventory as others get at it: the work tree, the bare repository, and a clone. */
export interface Place {
  readonly harness: Harness;
  readonly tree: string;
  readonly bare: string;
  readonly clone: string;
  /** git in a folder, as an admin types it. */
  git(dir: string, ...args: string[]): Promise<string>;
  put(dir: string, path: string, content: string | Buffer): void;
  /** Commits a change of network.toml in the clone and pushes it. */
  push(line: string, ...flags: string[]): Promise<void>;
}

/** Made anew before each test of the file. */
export let place: Place;

const cloneIn = (dir: string) => join(dir, 'clone');
const bareOf = ({ config }: Harness) => join(config.state_dir, 'inventory.git');

const places = new KeptFolder(async (dir) => {
  await makeController(dir);
  const harness = await startController({ dir });
  const router = await Router.join(harness, 'berlin', '--site', 'berlin');
  await router.close();
  await harness.json('set', 'vars.owner', 'ops');
  await harness.json('commit', '-m', 'first');
  await gitIn('/')('clone', '--quiet', bareOf(harness), cloneIn(dir));
  await harness.stop();
});
let taken: Taken<void>;

beforeEach(async () => {
  taken = await places.take();
  const harness = await startController({ dir: taken.dir });
  const [clone, bare] = [cloneIn(harness.dir), bareOf(harness)];
  const put = (dir: string, path: string, content: string | Buffer) => {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const git = (dir: string, ...args: string[]) => gitIn(dir)(...args);
  place = {
    harness,
    tree: harness.config.network_dir,
    bare,
    clone,
    git,
    put,
    async push(line, ...flags) {
      put(clone, 'network.toml', `name = "example"\n${line}\n`);
      await git(clone, 'commit', '--quiet', '--all', '--message=pushed');
      await git(clone, 'push', '--quiet', ...flags, 'origin', 'main');
    },
  };
});

afterEach(async () => {
  await place.harness.close();
  taken.giveBack();
});

/** Runs the commands that a refusal names, one after another, in the work tree. */
export function followed(error: string, only: RegExp = /./): void {
  const commands = [...error.matchAll(/'((?:git|rm) [^']+)'/g)].map(([, command = '']) => command);
  assert.ok(commands.length > 0, error);
  for (const command of commands.filter((text) => only.test(text)))
    execFileSync('sh', ['-c', command], { cwd: place.tree, stdio: 'pipe' });
}

/** Asserts that plan and commit refuse with the same one line, and that nothing has moved; returns it. */
export async function refused(message: RegExp): Promise<string> {
  const { harness } = place;
  const heads = () => place.git(place.tree, 'rev-parse', 'HEAD').catch(() => 'none');
  const before = [await heads(), harness.controller.store.releases.newest()];
  let last = '';
  for (const args of [['plan'], ['commit', '-m', 'x'], ['check']]) {
    const { code, out, err } = await harness.cli(...args);
    assert.deepEqual([code, out], [1, ''], `${args.join(' ')}: ${err}`);
    assert.match(err, message);
    assert.equal(err.trim().split('\n').length, 1, err);
    last = err;
  }
  assert.deepEqual([await heads(), harness.controller.store.releases.newest()], before);
  return last;
}

/** Asserts that the inventory can be worked with: an edit becomes a release that bare and work tree both have. */
export async function works(): Promise<void> {
  const { harness } = place;
  const newest = harness.controller.store.releases.newest();
  const { code } = await harness.cli('plan', '--summary');
  assert.ok(code === 0 || code === 2);
  await harness.json('set', 'mss_clamp', newest % 2 === 0 ? 'true' : 'false');
  assert.equal((await harness.json('commit', '-m', 'goes on')).release, newest + 1);
  const [here, there] = [place.tree, place.bare].map((dir) => place.git(dir, 'rev-parse', 'main'));
  assert.equal(await here, await there);
  assert.equal(await place.git(place.tree, 'status', '--porcelain'), '');
}
