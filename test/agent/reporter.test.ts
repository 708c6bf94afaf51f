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

/** Times of the status in the file, after each of so many seconds of a reporter with nothing new. */
async function written(context: TestContext, seconds: number, heartbeatMs: number): Promise<number[]> {
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
    ...{ journal: emptyJournal, step: undefined, bundle: undefined, devices: new Map(), drift: [] },
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
  const running = runReporter(
    {
      ...{ clock, log: silentLog, bird: new FakeBird(), client: () => undefined, statusFile, heartbeatMs },
      sources: async () => ({ ...sources, nowMs }),
    },
    ended.signal,
  );
  await assert.rejects(running, /ended/);
  return seen;
}

test('the status is written each 30 s, however seldom the controller wants to hear', async (context) => {
  const seen = await written(context, 65, 3_600_000);
  assert.deepEqual([...new Set(seen)], [0, 30_000, 60_000]);
});

test('a heartbeat that is shorter writes it as often', async (context) => {
  assert.deepEqual([...new Set(await written(context, 25, 10_000))], [0, 10_000, 20_000]);
});
