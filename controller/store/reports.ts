import type Database from 'better-sqlite3';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { reportCodec } from '../../shared/rpc/codec.ts';
import { createWriteBudget } from './budget.ts';
import type { Undo } from './undo.ts';

/** A node's last report. */
export interface StoredReport {
  /** Unix ms. */
  readonly received: number;
  readonly report: ReportRequest;
  /** The one before, if it came since the controller's start. */
  readonly before?: { readonly received: number; readonly report: ReportRequest };
}

export interface ReportTable {
  get(nodeId: number): StoredReport | undefined;
  put(nodeId: number, report: ReportRequest, now: number): void;
  remove(nodeId: number): void;
}

/** A report that says what the one before said is written this seldom, in ms: it is kept in memory meanwhile. */
const quietWriteMs = 60_000;

interface Latest extends StoredReport {
  /** Unix ms. */
  readonly written: number;
  /** Whether the database has something else than this says. */
  readonly isBehind: boolean;
}

export function reportTable(db: Database.Database, undo: Pick<Undo, 'note'>): ReportTable {
  const select = db.prepare<[number], { received: number; report: Buffer }>(
    'SELECT received, report FROM reports WHERE node_id = ?',
  );
  const upsert = db.prepare('INSERT OR REPLACE INTO reports (node_id, received, report) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM reports WHERE node_id = ?');
  const latest = new Map<number, Latest>();
  const budget = createWriteBudget();
  const keep = (nodeId: number, now: Latest | undefined) => {
    const before = latest.get(nodeId);
    undo.note(() => set(nodeId, before));
    set(nodeId, now);
  };
  const set = (nodeId: number, now: Latest | undefined) => {
    if (now === undefined) latest.delete(nodeId);
    else latest.set(nodeId, now);
  };
  return {
    get(nodeId) {
      const known = latest.get(nodeId);
      if (known !== undefined) return known;
      const row = select.get(nodeId);
      if (row === undefined) return undefined;
      const stored = {
        received: row.received,
        report: reportCodec.decode(row.report),
        written: row.received,
        isBehind: false,
      };
      latest.set(nodeId, stored);
      return stored;
    },
    put(nodeId, report, now) {
      const before = latest.get(nodeId);
      const isNews = before === undefined || before.isBehind || differs(before.report, report);
      const isDue = isNews || Math.abs(now - before.written) >= quietWriteMs;
      // What comes too often is kept in memory, and written with what comes later.
      const isWritten = isDue && budget.take(nodeId, now);
      if (isWritten) upsert.run(nodeId, now, reportCodec.encode(report));
      keep(nodeId, {
        received: now,
        report,
        ...(before === undefined ? {} : { before: { received: before.received, report: before.report } }),
        written: isWritten ? now : (before?.written ?? 0),
        isBehind: isNews && !isWritten,
      });
    },
    remove(nodeId) {
      remove.run(nodeId);
      keep(nodeId, undefined);
    },
  };
}

function differs(a: ReportRequest, b: ReportRequest): boolean {
  return (
    a.runningRelease !== b.runningRelease ||
    a.lastApply?.release !== b.lastApply?.release ||
    a.lastApply?.outcome !== b.lastApply?.outcome ||
    a.drift.join('\n') !== b.drift.join('\n')
  );
}
