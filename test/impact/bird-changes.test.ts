import assert from 'node:assert/strict';
import { test } from 'node:test';
import { impactOf } from '../../controller/impact/impact.ts';
import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { birdFiles } from './bird.ts';
import { birdChanges } from './bird-changes.ts';

/** What the session's impact says BIRD does. */
function sessionOutcome(impacts: readonly Impact[]): string {
  const about = impacts.filter(({ text }) => text.startsWith('BGP session with b '));
  if (about.some(({ kind }) => kind === 'IMPACT_KIND_SESSION_RESTARTED')) return 'restarted';
  return about.some(({ text }) => text.includes('filtered again')) ? 'reloaded' : 'untouched';
}

for (const change of birdChanges) {
  test(`the plan foretells what BIRD does: ${change.name}`, () => {
    const impacts = impactOf(birdFiles(), birdFiles(change.files), []).map((impact) => ({
      ...impact,
      text: impact.text.replace('another b', 'b'),
    }));
    const expected = change.session === 'dropped' ? 'restarted' : change.session;
    assert.equal(sessionOutcome(impacts), expected, JSON.stringify(impacts));
    const restarts = impacts
      .filter(({ kind, text }) => kind === 'IMPACT_KIND_BIRD_RECONFIGURED' && text.includes(' restarts ('))
      .map(({ subject }) => subject);
    assert.deepEqual(restarts, change.restarts);
    assert.notEqual(impacts.length, 0, 'a changed file has an impact, be it "changes nothing"');
  });
}
