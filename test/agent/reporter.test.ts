import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { emptyJournal } from '../../agent/journal/schema.ts';
import { runReporter } from '../../agent/report/reporter.ts';
import type { AgentStatus, StatusSources } from '../../agent/report/status.ts';
import { FakeBird } from '../fakes/bird.ts';
import { silentLog } from '../fakes/log.ts';

interface Course {
  /** Whether a bundle is confirmed, BIRD runs, and all is well. */
  readonly isWell?: boolean;
  /** At a second of the reporter. */
  readonly marks?: (second: number) => readonly unknown[];
  readonly onStatus?: (second: number) => void;
}

/** Times of the status in the file, after each of so many seconds of a reporter with nothing new. */
async function written(
  context: TestContext,
  seconds: number,
  heartbeatMs: number,
  { isWell = false, marks, onStatus }: Course = {},
): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-reporter-'));
  context.after(() => rm(folder, { recursive: true }));
  const statusFile = join(folder, 'status.json');
  const ended = new AbortController();
  const seen: number[] = [];
  let nowMs = 0;
  const sources: Omit<StatusSources, 'protocols' | 'bfd' | 'birdState'> = {
    ...{ nowMs: 0, uptimeS: 0, handshakeAgeS: () => undefined, signingGeneration: 0, linkKeys: [] },
    enrollment: {
      ...{ join: '', networkId: 'n', nodeId: 7, nodeName: 'berlin', siteName: 'mitte', epoch: 1 },
      ...{ managementAddress: 'fd12::1:7', managementPrefix: 'fd12::/64', controllerAddress: 'fd12::1' },
      ...{ controllerPort: 7443, controllerWireguardPublicKey: '', signingPublicKey: '' },
      controllerEndpoints: [],
    },
    tunnel: { generation: 0, interface: 'tlmgmt', reason: undefined },
    journal: isWell
      ? { ...emptyJournal, phase: { state: 'confirmed' }, running: { release: 1, epoch: 1, digest: 'ab' } }
      : emptyJournal,
    ...{ step: undefined, bundle: undefined, devices: new Map(), drift: [] },
    ...{ isConnected: false, residentBytes: 0, metricsPort: 0 },
    facts: { agentVersion: '', kernel: '', architecture: '', hardware: '', birdVersion: '' },
  };
  const clock = {
    now: () => 0,
    monotonic: () => nowMs,
    sleep: async (ms: number) => {
      seen.push((JSON.parse(await readFile(statusFile, 'utf8')) as AgentStatus).updatedMs);
      nowMs += ms;
      if (seen.length < seconds) return;
      ended.abort(new Error('ended'));
      throw ended.signal.reason;
    },
  };
  const bird = new FakeBird();
  bird.running = isWell;
  const reporter = runReporter(
    {
      ...{ clock, log: silentLog, bird, client: () => undefined, statusFile, heartbeatMs },
      marks: () => marks?.(nowMs / 1000) ?? [],
      onStatus: () => onStatus?.(nowMs / 1000),
      sources: async () => ({ ...sources, nowMs }),
    },
    ended.signal,
  );
  await assert.rejects(reporter, /ended/);
  return seen;
}

test('the status is written each 30 s, however seldom the controller wants to hear', async (context) => {
  const seen = await written(context, 65, 3_600_000);
  assert.deepEqual([...new Set(seen)], [0, 30_000, 60_000]);
});

test('a heartbeat that is shorter writes it as often', async (context) => {
  assert.deepEqual([...new Set(await written(context, 25, 10_000))], [0, 10_000, 20_000]);
});

test('a status is made each second, and each five while all is well and no mark is another', async (context) => {
  const [restless, calm, marked]: number[][] = [[], [], []];
  await written(context, 12, 60_000, { onStatus: (second) => restless?.push(second) });
  assert.deepEqual(restless, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  await written(context, 12, 60_000, { isWell: true, onStatus: (second) => calm?.push(second) });
  assert.deepEqual(calm, [0, 5, 10]);
  await written(context, 12, 60_000, {
    ...{ isWell: true, onStatus: (second) => marked?.push(second) },
    marks: (second) => ['up', second < 3 ? 'up' : 'suspect'],
  });
  assert.deepEqual(marked, [0, 3, 8]);
});
