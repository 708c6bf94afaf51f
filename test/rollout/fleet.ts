// long: one controller's database and the routers that it has, which every simulation has in common.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPairs, type Pairs } from '../../controller/pairs/pairs.ts';
import { takeBack } from '../../controller/pairs/take-back.ts';
import type { ReleaseContext } from '../../controller/release/context.ts';
import { beginRollout, planRollout, type RolloutRequest } from '../../controller/rollout/begin.ts';
import { type DriveOptions, lookAtRollout, save } from '../../controller/rollout/drive.ts';
import { newRolloutMemory, observe, type RolloutMemory } from '../../controller/rollout/observe.ts';
import type { Rollout, RolloutNode } from '../../controller/rollout/rollout.ts';
import type { Seen } from '../../controller/rollout/transition.ts';
import { openStore, type Store } from '../../controller/store/store.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { createWake } from '../../shared/os/wake.ts';
import { manifestCodec, reportCodec } from '../../shared/rpc/codec.ts';
import { FakeAudit } from '../fakes/audit.ts';
import { silentLog } from '../fakes/log.ts';

/** What a simulated router makes of the release that is rolled out. */
export type Fate = 'proves it' | 'goes back' | 'says nothing' | 'loses a link';

export interface SimulatedNode {
  readonly name: string;
  readonly site?: string;
  readonly peers: readonly string[];
  /** Node with which it changes a pre-shared key. */
  readonly tiedTo?: string;
}

/** Thrown where a controller is killed. */
export class Killed extends Error {}

export const newRelease = 2;
const confirmWindowS = 60;

/** A controller's database on a disk, and routers that do as they are told, on a clock that is turned by hand. */
export class Fleet {
  // Memory where there is such a disk: what is on it outlives the controller, and nobody pulls the plug.
  readonly folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'towline-rollout-'));
  readonly nodes: readonly SimulatedNode[];
  readonly fates = new Map<string, Fate>();
  readonly away = new Set<string>();
  readonly audit = new FakeAudit();
  /** What a node was told to run, each time that it was something else. */
  readonly told: { name: string; release: number }[] = [];
  time = 1_700_000_000_000;
  /** Time between two looks, in ms. */
  stepMs = 1_000;
  /** The controller is killed at its so manieth transaction, before or after it; 0 for never. */
  killAt = 0;
  transactions = 0;
  store!: Store;
  context!: ReleaseContext;
  options!: DriveOptions;
  memory!: RolloutMemory;
  #pairs!: Pairs;
  #back: (() => Promise<unknown>)[] = [];
  readonly #signing = generateSigningKeyPair();

  constructor(nodes: readonly SimulatedNode[]) {
    this.nodes = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
    const store = this.#openStore();
    store.network.insert({ networkId: '0'.repeat(32), name: 'sim', ula: 'fd00:1:2', epoch: 1 }, 1);
    store.transaction(() => {
      for (const [index, node] of this.nodes.entries()) {
        const keys = Object.fromEntries(
          ['identityKey', 'managementKey', 'linkKey', 'sealingKey'].map((key) => [key, randomBytes(32)]),
        ) as Record<'identityKey' | 'managementKey' | 'linkKey' | 'sealingKey', Buffer>;
        store.nodes.put({
          nodeId: index + 1,
          name: node.name,
          site: node.site ?? node.name,
          ...keys,
          approved: 1,
        });
      }
      for (const release of [1, newRelease]) this.#release(store, release);
    });
    for (const [index] of this.nodes.entries()) {
      store.desired.set(index + 1, 1);
      store.desired.letSwitch(index + 1);
      store.desired.confirm(index + 1, 1, this.time);
    }
    store.releases.markActivated(1, this.time);
    this.told.length = 0;
    store.close();
  }

  #release(store: Store, release: number): void {
    store.releases.insert({ created: 1, message: `release ${release}`, author: 'a', inventoryCommit: 'c' });
    for (const [index, { name, peers, tiedTo }] of this.nodes.entries()) {
      const files = peers.map((peer) => {
        const link = [name, peer].sort().join('--');
        const version = tiedTo === peer ? release : 1;
        const key = store.nodes.findByName(peer)?.linkKey.toString('base64') ?? '';
        const content = Buffer.from(
          `[Interface]\nPrivateKey = @private\nListenPort = 1\n[Peer]\nPublicKey = ${key}\nPresharedKey = @psk:${link}:${version}\n`,
        );
        store.blobs.put(sha256(content), content);
        return {
          path: `wireguard/tl-${peer}.conf`,
          sha256: sha256(content),
          length: content.length,
          mode: 0o600,
        };
      });
      const sealingKey = store.nodes.find(index + 1)?.sealingKey as Buffer;
      const digest = sha256(Buffer.from(`${name} ${release}`));
      const manifest = manifestCodec.encode({
        ...{ networkId: 'n', nodeId: index + 1, nodeName: name, epoch: 1, release, bundleDigest: digest },
        ...{
          previousBundleDigest: Buffer.alloc(0),
          files,
          secrets: [],
          sealedSecrets: Buffer.alloc(0),
          confirmWindowS,
        },
      });
      const content = { digest, manifest, signature: Buffer.alloc(64), sealingKey };
      store.bundles.insert({ nodeId: index + 1, release, nodeName: name, content, peers: [...peers].sort() });
    }
  }

  #openStore(): Store {
    const store = openStore(join(this.folder, 'controller.db'));
    const { set } = store.desired;
    store.desired.set = (nodeId, release) => {
      if (store.desired.get(nodeId) !== release) this.told.push({ name: this.nameOf(nodeId), release });
      set(nodeId, release);
    };
    const count = () => {
      if (++this.transactions === this.killAt) throw new Killed();
    };
    return {
      ...store,
      transaction: (work) => {
        count();
        const done = store.transaction(work);
        count();
        return done;
      },
    };
  }

  /** The controller starts; what it knew besides its disk is gone. */
  async start(): Promise<void> {
    const { fleet, clock } = {
      fleet: this,
      clock: { now: () => this.time, monotonic: () => this.time, sleep: async () => undefined },
    };
    this.store = this.#openStore();
    this.memory = newRolloutMemory();
    this.#back = [];
    const isOpen = (nodeId: number) => !this.away.has(this.nameOf(nodeId));
    this.#pairs = createPairs({
      store: this.store,
      log: silentLog,
      isOpen,
      tell: () => undefined,
      renewSoon: () => void this.#back.push(() => this.#pairs.renew()),
      onFailed: (row, reason) => void this.#back.push(() => takeBack(this.context, row, reason)),
    });
    const queue = Object.assign(<T>(work: () => Promise<T>) => work(), {
      idle: async () => undefined,
      size: () => 0,
    });
    this.context = {
      store: this.store,
      pairs: this.#pairs,
      audit: this.audit,
      clock,
      log: silentLog,
      keys: { master: Buffer.alloc(32), signing: { current: () => this.#signing } },
      rendered: { catchUp: async () => [] },
      inventory: { readAt: async () => new Map() },
      compiler: { allocations: () => ({ nodes: new Map() }), model: () => ({ network: { nodes: [] } }) },
      onReleased: () => undefined,
      onActivated: async () => undefined,
    } as unknown as ReleaseContext;
    const watches = { isOpen };
    this.options = {
      releases: () => fleet.context,
      queue,
      watches,
      wake: createWake(),
      memory: this.memory,
    } as DriveOptions;
    await this.#pairs.renew();
  }

  stop(): void {
    this.store.close();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  nameOf(nodeId: number): string {
    return this.nodes[nodeId - 1]?.name ?? '';
  }

  get rollout(): Rollout {
    const rollout = this.store.rollouts.newest();
    if (rollout === undefined) throw new Error('there is no rollout');
    return rollout;
  }

  inState(state: RolloutNode['state']): string[] {
    return this.rollout.nodes.filter((node) => node.state === state).map(({ name }) => name);
  }

  async begin(request: Partial<RolloutRequest> = {}): Promise<Rollout> {
    const sources = { context: this.context, watches: this.options.watches };
    const plan = await planRollout(sources, {
      release: newRelease,
      names: [],
      canaries: [],
      canaryCount: 0,
      wave: { value: 25, isPercent: true },
      pauseMs: 0,
      waitsAfterCanaries: false,
      maxFailures: { value: 1, isPercent: false },
      marginMs: 60_000,
      rollsBack: false,
      ...request,
    });
    return beginRollout(sources, plan);
  }

  /** An admin's word. */
  say(change: (rollout: Rollout, seen: Seen, now: number) => Rollout): void {
    const before = this.store.rollouts.current();
    if (before === undefined) throw new Error('no rollout is under way');
    const sources = {
      store: this.store,
      clock: this.context.clock,
      watches: this.options.watches,
      whyPutOff: this.#pairs.whyPutOff,
    };
    const seen = observe(sources, before, newRolloutMemory());
    save(this.context, before, change(before, seen, this.time));
  }

  /** A while: routers do as they were told, then the controller looks until it has nothing more to do. */
  async second(): Promise<void> {
    this.time += this.stepMs;
    for (const [index, node] of this.nodes.entries()) this.#act(index + 1, node);
    for (const work of this.#back.splice(0)) await work();
    for (let look = 0; await lookAtRollout(this.options); look++)
      if (look > 1_000) throw new Error('the rollout does not come to rest');
  }

  /** Goes on until something is so. */
  async until(isSo: () => boolean, mostS = 2_000, each: () => void = () => undefined): Promise<void> {
    for (let second = 0; !isSo(); second++) {
      if (second > mostS)
        throw new Error(`not within ${mostS} s: ${JSON.stringify(this.rollout, undefined, 1)}`);
      await this.second();
      each();
    }
  }

  #act(nodeId: number, { name, peers }: SimulatedNode): void {
    if (this.away.has(name)) return;
    const { store } = this;
    const desired = store.desired.get(nodeId);
    const running = store.desired.confirmed(nodeId);
    const digestOf = (release: number) =>
      store.bundles.at(nodeId, release)?.content?.digest ?? Buffer.alloc(0);
    const fate = desired === newRelease ? (this.fates.get(name) ?? 'proves it') : 'proves it';
    const last = store.reports.get(nodeId)?.report.lastApply;
    const links = peers.map((peer) => ({ peer, bgpState: 'Established', bfdState: 'Up' }));
    let report: object = {
      runningRelease: running,
      runningDigest: digestOf(running),
      lastApply: last,
      links,
    };
    const hasFailed = last?.release === desired && last.outcome === 'APPLY_OUTCOME_ROLLED_BACK';
    if (desired > running && !hasFailed) {
      if (store.desired.cleared(nodeId) < desired) report = { ...report, stagedDigest: digestOf(desired) };
      else if (fate === 'goes back') {
        const lastApply = {
          release: desired,
          outcome: 'APPLY_OUTCOME_ROLLED_BACK',
          reason: 'proving, sessions',
        };
        report = { ...report, lastApply };
      } else if (fate !== 'says nothing') {
        store.desired.confirm(nodeId, desired, this.time);
        this.#pairs.confirmed(nodeId);
        const lastApply = { release: desired, outcome: 'APPLY_OUTCOME_CONFIRMED', reason: '' };
        report = { runningRelease: desired, runningDigest: digestOf(desired), lastApply, links };
      }
    }
    if (fate === 'loses a link' && store.desired.confirmed(nodeId) === newRelease)
      report = {
        ...report,
        links: links.map((link, at) => (at === 0 ? { ...link, bgpState: 'Active' } : link)),
      };
    const whole = reportCodec.decode(reportCodec.encode(report)) as ReportRequest;
    store.reports.put(nodeId, whole, this.time);
    this.#pairs.reported(nodeId, whole);
  }
}
