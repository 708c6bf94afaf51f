import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fastImport } from '../../controller/git/fast-import.ts';
import { createMaintenance } from '../../controller/git/maintenance.ts';
import { createBare } from '../../controller/git/rendered.ts';
import { gitIn } from '../../controller/git/repository.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import type { Log } from '../../shared/os/log.ts';
import { silentLog } from '../fakes/log.ts';

describe('the maintenance of repositories', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-gc-'));
  after(() => rmSync(dir, { recursive: true, force: true }));
  const release = (repository: string, number: number) =>
    fastImport(repository, [
      {
        refs: ['refs/heads/main', `refs/tags/v${number}`],
        ...(number === 1 ? {} : { parent: `refs/tags/v${number - 1}^0` }),
        message: `${number}\n`,
        author: 'towline <towline@localhost>',
        time: 1_700_000_000 + number,
        files: new Map([['file', `${number}\n`]]),
      },
    ]);

  it('packs objects and tags while releases go on, and loses nothing', async () => {
    const repository = join(dir, 'rendered.git');
    await createBare(repository);
    const git = gitIn(repository);
    for (let number = 1; number <= 25; number++) {
      await release(repository, number);
      await git('repack', '--quiet');
    }
    const packs = () =>
      readdirSync(join(repository, 'objects/pack')).filter((name) => name.endsWith('.pack')).length;
    assert.equal(packs(), 25);

    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (...args: unknown[]) => void warnings.push(args) };
    const queue = createQueue();
    const { signal } = new AbortController();
    const maintenance = createMaintenance({ repositories: [repository], queue, log, signal });
    maintenance.begin();
    for (let number = 26; number <= 40; number++) await queue(() => release(repository, number));
    await maintenance.idle();

    assert.deepEqual(warnings, []);
    assert.ok(packs() < 5, `${packs()} packs`);
    assert.match(readFileSync(join(repository, 'packed-refs'), 'utf8'), /refs\/tags\/v25$/m);
    assert.equal((await git('tag')).trim().split('\n').length, 40);
    assert.equal((await git('rev-list', '--count', 'main')).trim(), '40');
    assert.doesNotMatch(await git('fsck', '--full', '--strict'), /missing|broken|error/);
  });

  it('begins with each hundredth release, and tells what fails without stopping', async () => {
    const warnings: unknown[] = [];
    const log: Log = { ...silentLog, warn: (...args: unknown[]) => void warnings.push(args) };
    const { signal } = new AbortController();
    const repositories = [join(dir, 'nowhere')];
    const maintenance = createMaintenance({ repositories, queue: createQueue(), log, signal });
    for (let i = 0; i < 99; i++) maintenance.noteRelease();
    await maintenance.idle();
    assert.equal(warnings.length, 0);
    maintenance.noteRelease();
    await maintenance.idle();
    assert.equal(warnings.length, 1);
  });
});
