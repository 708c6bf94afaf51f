import { type AgentTable, agentTable } from './agents.ts';
import { type BlobTable, blobTable } from './blobs.ts';
import { type BundleTable, bundleTable } from './bundles.ts';
import { type CloneTable, cloneTable } from './clones.ts';
import { type DesiredTable, desiredTable } from './desired.ts';
import { type EndpointTable, endpointTable } from './endpoints.ts';
import { type EnrollmentTable, enrollmentTable } from './enrollments.ts';
import { type EventTable, eventTable } from './events.ts';
import { createTogether, type Together } from './group-commit.ts';
import { type HistoryTable, historyTable } from './history.ts';
import { type MasterKeyTable, masterKeyTable } from './master-key.ts';
import { type NetworkTable, networkTable } from './network.ts';
import { type NodeTable, nodeTable } from './nodes.ts';
import { openDatabase } from './open.ts';
import { type PskTable, pskTable } from './psks.ts';
import { type ReleaseTable, releaseTable } from './releases.ts';
import { type ReportTable, reportTable } from './reports.ts';
import { type RolloutTable, rolloutTable } from './rollouts.ts';
import { type RotationTable, rotationTable } from './rotations.ts';
import { type SigningKeyTable, signingKeyTable } from './signing-keys.ts';
import { type StagingTable, stagingTable } from './staging.ts';
import { type SwitchTable, switchTable } from './switches.ts';
import { type ObserveDatabase, timed, timeStatements } from './timed.ts';
import { type TokenTable, tokenTable } from './tokens.ts';
import { type TunnelMoveTable, tunnelMoveTable } from './tunnel-moves.ts';
import { createUndo } from './undo.ts';
import { type UpgradeTable, upgradeTable } from './upgrades.ts';

/** Everything that the controller must not forget. */
export interface Store {
  readonly network: NetworkTable;
  readonly enrollments: EnrollmentTable;
  readonly tokens: TokenTable;
  readonly clones: CloneTable;
  readonly nodes: NodeTable;
  readonly blobs: BlobTable;
  readonly bundles: BundleTable;
  readonly releases: ReleaseTable;
  readonly staging: StagingTable;
  readonly desired: DesiredTable;
  readonly reports: ReportTable;
  readonly history: HistoryTable;
  readonly psks: PskTable;
  readonly endpoints: EndpointTable;
  readonly switches: SwitchTable;
  readonly tunnelMoves: TunnelMoveTable;
  readonly events: EventTable;
  readonly masterKey: MasterKeyTable;
  readonly signingKeys: SigningKeyTable;
  readonly rotations: RotationTable;
  readonly rollouts: RolloutTable;
  readonly agents: AgentTable;
  readonly upgrades: UpgradeTable;
  /** All or nothing; what it returned is on the disk. */
  transaction<T>(work: () => T): T;
  /** For what many nodes write at one time. */
  readonly together: Together;
  close(): void;
}

/**
 * Opens the store. Throws `failed`, `conflict`.
 *
 * @param observe told what each statement and each transaction took
 * @param isCopied false: a database that is migrated is not copied before
 */
export function openStore(path: string, observe: ObserveDatabase = () => undefined, isCopied = true): Store {
  const db = openDatabase(path, isCopied);
  timeStatements(db, observe);
  const nodes = nodeTable(db);
  const endpoints = endpointTable(db);
  const rollouts = rolloutTable(db);
  const upgrades = upgradeTable(db);
  const undo = createUndo();
  const inStep = <T>(work: () => T): T => {
    try {
      return undo.run(work);
    } catch (error) {
      nodes.forget();
      endpoints.forget();
      rollouts.forget();
      upgrades.forget();
      throw error;
    }
  };
  const transaction = <T>(work: () => T): T =>
    inStep(() => timed(() => db.transaction(work).immediate(), observe, 'transaction'));
  const savepoint = <T>(work: () => T): T => inStep(() => db.transaction(work)());
  return {
    network: networkTable(db),
    enrollments: enrollmentTable(db),
    tokens: tokenTable(db),
    clones: cloneTable(db),
    nodes,
    blobs: blobTable(db),
    bundles: bundleTable(db),
    releases: releaseTable(db, undo),
    staging: stagingTable(db),
    desired: desiredTable(db),
    reports: reportTable(db, undo),
    history: historyTable(db, undo),
    psks: pskTable(db),
    endpoints,
    switches: switchTable(db),
    tunnelMoves: tunnelMoveTable(db),
    events: eventTable(db),
    masterKey: masterKeyTable(db),
    signingKeys: signingKeyTable(db),
    rotations: rotationTable(db),
    rollouts,
    agents: agentTable(db),
    upgrades,
    transaction,
    // Each piece in a savepoint: it is no transaction that anybody waits for.
    together: createTogether((work) => (db.inTransaction ? savepoint(work) : transaction(work))),
    close: () => void db.close(),
  };
}
