import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { test } from 'node:test';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { birdFiles, startBirds } from './bird.ts';
import { birdChanges } from './bird-changes.ts';

// The impact that a plan foretells comes from this table; bird-changes.test.ts holds the code to it.
if (isIsolated) {
  test('what configure does to a session and to other protocols is what the table of changes says', async () => {
    await privateRun();
    const bird = await startBirds(mkdtempSync('/run/bird-'));
    const wrong: string[] = [];
    for (const change of birdChanges) {
      await bird.configure(birdFiles());
      const since = await until('the session is established', bird.established);
      const log = await bird.configure(birdFiles(change.files));
      if (change.session === 'dropped')
        await until(`${change.name}: the session drops`, async () => (await bird.established()) !== since);
      const session = log.includes('Restarting protocol link_b')
        ? 'restarted'
        : log.includes('Reloading channel link_b')
          ? 'reloaded'
          : 'untouched';
      const restarted = [...log.matchAll(/Restarting protocol (\w+)/g)].map(([, name]) => name);
      const restarts = restarted.filter((name) => name !== 'link_b');
      const expected = change.session === 'dropped' ? 'untouched' : change.session;
      if (session !== expected || restarts.join() !== change.restarts.join())
        wrong.push(
          `${change.name}: ${session} [${restarts}], expected ${change.session} [${change.restarts}]`,
        );
      if (!['restarted', 'dropped'].includes(change.session) && (await bird.established()) !== since)
        wrong.push(`${change.name}: the session did not survive`);
    }
    assert.deepEqual(wrong, []);
  });
} else {
  test('the table of changes is what BIRD does (in namespaces of their own)', () =>
    isolated(import.meta.filename));
}
