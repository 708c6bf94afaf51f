import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { confirm } from '../../controller/agents/confirm.ts';
import type { AgentContext } from '../../controller/agents/context.ts';
import type { IncomingCall } from '../../controller/agents/guard.ts';
import { report } from '../../controller/agents/report.ts';
import { watch } from '../../controller/agents/watch.ts';
import { createWatches } from '../../controller/agents/watches.ts';
import { openStore, type Store } from '../../controller/store/store.ts';
import type { ConfirmRequest } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { reportCodec } from '../../shared/rpc/codec.ts';
import { silentLog } from '../fakes/log.ts';

const key = (fill: number) => Buffer.alloc(32, fill);
const berlin = {
  ...{ nodeId: 1, name: 'berlin', site: 'berlin', approved: 1 },
  ...{ identityKey: key(1), managementKey: key(2), linkKey: key(3), sealingKey: key(4) },
};
const other = { ...berlin, identityKey: key(5), managementKey: key(6), linkKey: key(7), sealingKey: key(8) };

describe('a router that is revoked or replaced while what it says is on its way to the disk', () => {
  let folder: string;
  let store: Store;
  let context: AgentContext;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-meanwhile-'));
    store = openStore(join(folder, 'towline.db'));
    store.nodes.put(berlin);
    const ignore = () => undefined;
    context = {
      ...{ store, clock: systemClock, log: silentLog, watches: createWatches() },
      guard: { authenticate: () => berlin, source: () => berlin },
      pairs: { reported: ignore, confirmed: ignore, watched: ignore },
      door: { enter: ignore, entered: ignore, spread: () => ({ seconds: 0 }) },
      announcer: { all: ignore },
      rotationWake: { notify: ignore },
      heard: ignore,
    } as unknown as AgentContext;
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });
  const call = new EventEmitter() as unknown as IncomingCall;
  const watchCall = () => Object.assign(new EventEmitter(), { request: { answersQuestions: false } });
  const budget = { take: () => true };
  const digest = key(9);
  const sayings: Readonly<Record<string, () => Promise<unknown>>> = {
    report: () => report(context, reportCodec.decode(reportCodec.encode({} as ReportRequest)), call),
    confirm: () => {
      const found = { content: { digest } };
      const bundles = { ...store.bundles, find: () => found } as unknown as Store['bundles'];
      const request = { release: 1, bundleDigest: digest, nonce: key(0) } as ConfirmRequest;
      return confirm({ ...context, store: { ...store, bundles } }, budget, request, call);
    },
    watch: () => watch(context, watchCall() as never),
  };
  const endings = { revoked: () => store.nodes.revoke(1, 1), replaced: () => store.nodes.put(other) };

  for (const [name, say] of Object.entries(sayings))
    for (const [ending, end] of Object.entries(endings))
      it(`has nothing of it written: ${name}, ${ending}`, async () => {
        const said = say();
        end();
        await assert.rejects(said, { code: 'unauthenticated', message: /not this router any more/ });
        assert.equal(store.reports.get(1), undefined);
        assert.deepEqual(store.history.of(1, 10), []);
        assert.equal(store.desired.confirmed(1), 0);
        assert.equal(context.watches.isOpen(1), false);
      });
});
