import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fleetOfThree, stateOf } from './fleet.ts';

const fleet = fleetOfThree();
const { desired } = fleet;

/** Two releases: the second announces one prefix more at berlin. */
async function twoReleases(): Promise<void> {
  const { harness } = fleet;
  await harness.json('set', 'vars.owner', 'ops');
  await harness.json('commit', '-m', 'first', '--author', 'Ada <ada@example.net>');
  await harness.json('activate');
  await harness.json('set', 'lan', '["10.9.0.0/24"]', '--node', 'berlin');
  await harness.json('commit', '-m', 'second\n\nwith a body');
  await harness.json('activate');
}

describe('release', () => {
  it('list pages back with --before and --limit', async () => {
    const { harness } = fleet;
    await twoReleases();
    const numbers = async (...args: string[]) =>
      ((await harness.json('release', 'list', ...args)).releases as { number: number }[]).map(
        ({ number }) => number,
      );
    assert.deepEqual(await numbers(), [2, 1]);
    assert.deepEqual(await numbers('--limit', '1'), [2]);
    assert.deepEqual(await numbers('--before', 'v2'), [1]);
    assert.deepEqual(await numbers('--before', '1'), []);
    assert.match((await harness.cli('release', 'list')).out, /\n2 +20\S+Z +yes +0 +\d +\S+ +second\n/);
  });

  it('show names what changed, and with --impact and --diff how', async () => {
    const { harness } = fleet;
    await twoReleases();
    const plain = (await harness.cli('release', 'show')).out;
    assert.match(plain, /^release 2, made [^\n]*\nactivated: yes[^\n]*\n[^\n]*\nchanges: {3}berlin/);
    assert.match(plain, /\n\nsecond\n\nwith a body\n$/);
    const impact = (await harness.cli('release', 'show', '2', '--impact')).out;
    assert.match(impact, /\n~ node berlin \(changed\)\n[\s\S]*10\.9\.0\.0\/24/);
    assert.doesNotMatch(impact, /@@/);
    assert.match((await harness.cli('release', 'show', '--diff')).out, /@@/);
    const { release, changes } = (await harness.json('release', 'show', '2', '--impact')) as {
      release: { number: number };
      changes: { node: string; impacts: unknown[] }[];
    };
    assert.equal(release.number, 2);
    assert.ok(changes.some(({ node, impacts }) => node === 'berlin' && impacts.length > 0));
  });

  it('diff shows impact and differences in both directions', async () => {
    const { harness } = fleet;
    await twoReleases();
    const there = (await harness.cli('release', 'diff', '1')).out;
    assert.match(
      there,
      /^~ node berlin \(changed\)\n[\s\S]*\+ 10\.9\.0\.0\/24[\s\S]*@@[\s\S]*changed, 0 removed\.\n$/,
    );
    const back = (await harness.cli('release', 'diff', 'v2', 'v1', '--summary')).out;
    assert.match(back, /\n {2}! 10\.9\.0\.0\/24/);
    assert.doesNotMatch(back, /@@/);
    assert.equal((await harness.cli('release', 'diff', '2', '2')).out, 'Nothing differs.\n');
    assert.match((await harness.cli('release', 'diff', '9')).err, /there is no release 9/);
  });
});

describe('log', () => {
  it('joins the commits of the inventory with the releases made of them', async () => {
    const { harness } = fleet;
    await twoReleases();
    await harness.write('notes.toml.md', 'no release is made of this');
    await harness.json('commit', '-m', 'a note \x1b[31m');
    const { entries } = (await harness.json('log')) as { entries: Record<string, unknown>[] };
    assert.deepEqual(
      entries.map(({ subject, release }) => [subject, release]),
      [
        ['a note \x1b[31m', 0],
        ['second', 2],
        ['first', 1],
        ...['munich', 'hamburg', 'berlin'].map((name) => [`approve ${name}`, 0]),
        ['start of the network', 0],
      ],
    );
    const [newest, second, first] = entries;
    assert.equal(newest?.commit, (await harness.git('inventory', 'rev-parse', 'main')).trim());
    assert.equal(first?.author, 'Ada <ada@example.net>');
    assert.equal(newest?.activated_unix_s, 0);
    assert.ok(Number(second?.activated_unix_s) >= Number(second?.time_unix_s) - 1);
    const { out } = await harness.cli('log', '-n', '2');
    const lines = out.trimEnd().split('\n');
    assert.match(lines[0] ?? '', /^COMMIT +TIME +AUTHOR +RELEASE +ACTIVATED +SUBJECT$/);
    assert.match(lines[1] ?? '', /^[0-9a-f]{10} +20\S+Z +\S+ +a note \\u\{1b\}\[31m$/);
    assert.match(lines[2] ?? '', /^[0-9a-f]{10} +20\S+Z +\S+ +2 +20\S+Z +second$/);
    assert.equal(lines.length, 3);
  });
});

describe('rollback', () => {
  it('shows its plan, then does it, where standard input is no terminal', async () => {
    const { harness } = fleet;
    await twoReleases();
    const { code, out } = await harness.cli('rollback');
    assert.equal(code, 0);
    assert.match(
      out,
      /^~ node berlin \(changed\)\n {2}! 10\.9\.0\.0\/24[\s\S]*@@[\s\S]*\nPlan: 0 nodes added, \d changed, 0 removed\. /,
    );
    assert.match(out, /\nRelease 3 made and activated, it changes \d nodes?\.\n$/);
    assert.equal(desired('berlin'), 3);
    assert.deepEqual(await harness.json('release', 'diff', '1', '3'), { changes: [] });
  });

  it('does nothing with --dry-run, and says so', async () => {
    const { harness } = fleet;
    await twoReleases();
    const before = await stateOf(harness);
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return 'y';
    };
    const { code, out } = await harness.cliIn({ ask }, 'rollback', '--dry-run', '--summary');
    assert.equal(code, 0);
    assert.match(out, /\nNothing was done: --dry-run\.\n$/);
    const { release, dry_run } = await harness.json('rollback', '--dry-run');
    assert.deepEqual([release, dry_run, asked], [null, true, []]);
    assert.equal(await stateOf(harness), before);
  });

  it('asks on a terminal after the plan was shown, and only yes is yes', async () => {
    const { harness } = fleet;
    await twoReleases();
    const before = await stateOf(harness);
    for (const answer of ['', 'n', 'no', 'yesterday']) {
      const questions: string[] = [];
      const ask = async (question: string) => {
        questions.push(question);
        return answer;
      };
      const { code, out, err } = await harness.cliIn({ ask }, 'rollback', '--summary');
      assert.deepEqual([code, err], [1, 'towline: not confirmed: nothing was done\n']);
      assert.deepEqual(questions, ['Roll back to release 1? [y/N] ']);
      assert.match(out, /\nCompared with release 2\.\nPlan: [^\n]*\nBack to release 1: "first"\n$/);
      assert.equal(await stateOf(harness), before);
    }
    const { code, out } = await harness.cliIn({ ask: async () => ' Y\n' }, 'rollback', '--summary');
    assert.equal(code, 0);
    assert.match(out, /\nRelease 3 made and activated, it changes \d nodes?\.\n$/);
    assert.equal(out.match(/node berlin/g)?.length, 1, 'the plan is shown once');
  });

  it('does not ask with --yes, and prints one document with --json', async () => {
    const { harness } = fleet;
    await twoReleases();
    const ask = async () => assert.fail('it asked');
    const ran = await harness.cliIn({ ask }, 'rollback', '1', '--yes', '--json', '--summary');
    const document = JSON.parse(ran.out) as {
      release: number;
      base_release: number;
      active_release: number;
      target_release: number;
      target_message: string;
      dry_run: boolean;
      changes: { node: string }[];
    };
    assert.deepEqual([document.release, document.dry_run], [3, false]);
    const { base_release, active_release, target_release, target_message } = document;
    assert.deepEqual([base_release, active_release, target_release, target_message], [2, 2, 1, 'first']);
    assert.equal(document.changes[0]?.node, 'berlin');
    const asked = await harness.cliIn({ ask: async () => 'yes' }, 'rollback', '2', '--json');
    assert.equal((JSON.parse(asked.out) as { release: number }).release, 4);
  });

  it('refuses what another made another plan of while one looked at it', async () => {
    const { harness } = fleet;
    await twoReleases();
    const ask = async () => {
      await harness.json('set', 'mss_clamp', 'false');
      await harness.json('commit', '-m', 'meanwhile');
      return 'y';
    };
    const { code, err } = await harness.cliIn({ ask }, 'rollback', '1');
    assert.equal(code, 1);
    assert.match(err, /^towline: release 3 was made meanwhile, so this is not the plan that you saw: repeat/);
    assert.equal(harness.controller.store.releases.newest(), 3);
  });

  it('asks also where only the inventory goes back', async () => {
    const { harness } = fleet;
    await twoReleases();
    await harness.json('set', 'lan', '[]', '--node', 'berlin');
    await harness.json('commit', '-m', 'third is as the first');
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return 'y';
    };
    const { code, out } = await harness.cliIn({ ask }, 'rollback', '1');
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        'Compared with release 3, which is not activated everywhere; routers run 2 (newest activated).',
        'No bundle differs; only the inventory goes back.',
        'Back to release 1: "first"',
        'warning: release 3 has this content: activated, it changes berlin hamburg munich',
        'No bundle differs: no release made.\n',
      ].join('\n'),
    );
    assert.equal(questions.length, 1);
  });
});
