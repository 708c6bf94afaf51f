import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { place } from '../../controller/backup/place.ts';

const time = Date.UTC(2026, 0, 2, 3, 4, 5);
const name = 'before-restore-20260102T030405Z';

describe('a restore over a controller that is there', () => {
  let dir: string;
  const at = (...names: string[]) => join(dir, ...names);
  const config = () =>
    ({ state_dir: at('state'), network_dir: at('network') }) as Parameters<typeof place>[1];
  const never = async () => undefined;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'towline-place-'));
    for (const folder of ['state/keys', 'state/inventory.git', 'state/prepared', 'network'])
      mkdirSync(at(folder), { recursive: true });
    writeFileSync(at('state/controller.db'), 'old');
    writeFileSync(at('network/site.toml'), 'old');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('leaves all as it is where the work tree cannot be moved aside', async () => {
    mkdirSync(at(`network.${name}`, 'taken'), { recursive: true });
    const before = readdirSync(at('state')).sort();
    await assert.rejects(place(at('state/prepared'), config(), time, never), /ENOTEMPTY/);
    assert.deepEqual(readdirSync(at('state')).sort(), before);
    assert.equal(readFileSync(at('state/controller.db'), 'utf8'), 'old');
  });

  it('says where what was there is, wherever it fails', async () => {
    // Nothing was prepared that could be put in place.
    await assert.rejects(place(at('state/prepared'), config(), time, never), ({ message, code }) => {
      assert.equal(code, 'failed');
      const [workTree, state] = [at(`network.${name}`), at('state', name)];
      assert.ok(
        message.endsWith(
          `; what was here is in ${state} and ${workTree}: move it back, or repeat with --force`,
        ),
      );
      assert.equal(readFileSync(join(state, 'controller.db'), 'utf8'), 'old');
      assert.equal(readFileSync(join(workTree, 'site.toml'), 'utf8'), 'old');
      return true;
    });
    assert.ok(!existsSync(at('state/controller.db')));
  });
});
