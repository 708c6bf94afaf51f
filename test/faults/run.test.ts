import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Campaign } from '../../bench/faults/campaign.ts';
import { openProgress, readProgress } from '../../bench/faults/run/progress.ts';
import { runCampaign } from '../../bench/faults/run/run-campaign.ts';
import { outcomeTable } from '../../bench/faults/run/table.ts';
import { createTurns } from '../../bench/faults/run/turns.ts';

const build = { build: 'a', plant: '' };
const quiet = { plant: undefined, say: () => {} };

async function stateFile(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-faults-'));
  context.after(() => rm(folder, { recursive: true }));
  return join(folder, 'new/faults.jsonl');
}

/** A campaign without a lab: the given cases break the lab, and each run is written down. */
function campaign(ids: readonly string[], broken: readonly string[] = [], onRun: () => void = () => {}) {
  const runs: string[][] = [];
  const labs = { opened: 0, closed: 0 };
  const made: Campaign = {
    name: 'fake',
    plants: [],
    labs: 1,
    cases: () => ids,
    figures: () => ({}),
    open: async () => {
      labs.opened++;
      return {
        atOnce: 2,
        run: async (cases) => {
          runs.push([...cases]);
          onRun();
          if (cases.some((id) => broken.includes(id))) throw new Error('the lab broke');
          return cases.map((id) => ({
            case: id,
            verdict: 'fine',
            isGood: true,
            recoveryS: 1,
            counts: { tried: 2 },
          }));
        },
        close: async () => {
          labs.closed++;
        },
      };
    },
  };
  return { made, runs, labs };
}

test('a run that was interrupted goes on with the cases that are left', async (context) => {
  const path = await stateFile(context);
  const stop = new AbortController();
  const first = campaign(['a', 'b', 'c', 'd'], [], () => stop.abort(new Error('interrupted')));
  const progress = await openProgress(path, build);
  await assert.rejects(
    runCampaign(first.made, first.made.cases(), progress, { ...quiet, signal: stop.signal }),
    /interrupted/,
  );
  assert.equal(first.labs.closed, 1);
  // As a line that was cut off by a power cut.
  await writeFile(path, `${await readFile(path, 'utf8')}{"campaign":"fa`);

  const second = campaign(['a', 'b', 'c', 'd']);
  const { signal } = new AbortController();
  const outcomes = await runCampaign(second.made, second.made.cases(), await openProgress(path, build), {
    ...quiet,
    signal,
  });
  assert.deepEqual(second.runs, [['c', 'd']]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.case),
    ['a', 'b', 'c', 'd'],
  );
  for (const { counts } of outcomes) assert.deepEqual(counts, { tried: 2 });
});

test('outcomes of another build or another planted fault are no part of a run', async (context) => {
  const path = await stateFile(context);
  await openProgress(path, build);
  for (const other of [
    { ...build, build: 'b' },
    { ...build, plant: 'half-applied' },
  ])
    await assert.rejects(openProgress(path, other), /another build or another planted fault/);
});

for (const text of ['no json\n', '{"build":1}\n', '{"build":"a","plant":""}\n{"campaign":"x"}\n', '[]\n']) {
  test(`a state file that says ${JSON.stringify(text)} is refused`, () => {
    assert.throws(() => readProgress('/x', text), /\/x is no file of this benchmark's/);
  });
}

test('a lab that breaks is given up, its cases go to another one, and one that breaks three is not judged', async (context) => {
  const { made, labs } = campaign(['a', 'b', 'c'], ['a']);
  const { signal } = new AbortController();
  const progress = await openProgress(await stateFile(context), build);
  const outcomes = await runCampaign(made, made.cases(), progress, { ...quiet, signal });
  assert.deepEqual(
    outcomes.map(({ verdict, isGood }) => [verdict, isGood]),
    [
      ['not judged', false],
      ['fine', true],
      ['fine', true],
    ],
  );
  assert.equal(labs.opened, labs.closed);
});

test('no more than so many tasks run at a time, and one that fails gives its place on', async () => {
  const turn = createTurns(2);
  let [running, most] = [0, 0];
  const task = async (fails: boolean) => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (fails) throw new Error('no');
  };
  const results = await Promise.allSettled(
    [true, false, true, false, false].map((fails) => turn(() => task(fails))),
  );
  assert.equal(most, 2);
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 2);
});

test('the table counts what became of the cases', () => {
  const outcomes = [
    { case: 'a', verdict: 'recovered', isGood: true, recoveryS: 1 },
    { case: 'b', verdict: 'recovered', isGood: true, recoveryS: 3 },
    { case: 'c', verdict: 'half applied', isGood: false },
  ];
  const table = outcomeTable(new Map([['kills', outcomes]]));
  assert.match(table, /kills +│ 3 +│ 2 recovered +│ 1 +│ 2 \(3\)/);
  assert.match(table, /1 half applied/);
});
