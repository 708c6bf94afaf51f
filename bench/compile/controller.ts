import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAudit } from '../../controller/audit/audit.ts';
import { createCompiler, type NodeKeys } from '../../controller/compile.ts';
import type { ControllerConfig } from '../../controller/config/load.ts';
import { type StatePaths, statePaths } from '../../controller/config/paths.ts';
import { openInventory } from '../../controller/git/inventory.ts';
import { createMaintenance } from '../../controller/git/maintenance.ts';
import { openRendered } from '../../controller/git/rendered.ts';
import { init } from '../../controller/init/init.ts';
import { loadKeys } from '../../controller/keys/key-files.ts';
import { openMasterKey } from '../../controller/keys/master-key.ts';
import { openSigning } from '../../controller/keys/signing.ts';
import { createPairs } from '../../controller/pairs/pairs.ts';
import type { ReleaseContext } from '../../controller/release/context.ts';
import { createRenderPool, type RenderPool } from '../../controller/render/pool.ts';
import { createQueue, type Queue } from '../../controller/serve/queue.ts';
import { openStore } from '../../controller/store/store.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createLog } from '../../shared/os/log.ts';
import { run } from '../../shared/os/run.ts';

/** The part of a controller that makes releases: real git, database, keys and render processes, in a folder. */
export interface BenchController {
  readonly config: ControllerConfig;
  readonly paths: StatePaths;
  readonly context: ReleaseContext;
  readonly renderer: RenderPool;
  /** Releases go through it, as in the daemon: git's own upkeep has its turn between them. */
  readonly queue: Queue;
  /** Makes keys for all nodes of the work tree, allocates, and notes them as enrolled. */
  enrollAll(): Promise<Enrolled[]>;
  /** Removes the folder, unless it is to be kept. */
  close(options?: { readonly keep?: boolean }): Promise<void>;
}

/** A node with the key that its router proves itself with. */
export interface Enrolled {
  readonly nodeId: number;
  readonly name: string;
  readonly identityPrivateKey: Buffer;
}

/** @param at folder to work in, which may have a controller from before; by default a new one */
export async function openBenchController(at?: string): Promise<BenchController> {
  const dir = at ?? mkdtempSync(join(tmpdir(), 'towline-bench-'));
  const overrides = {
    state_dir: join(dir, 'state'),
    network_dir: join(dir, 'network'),
    socket: join(dir, 'admin.sock'),
  };
  const endpoints = ['vpn.example.net'];
  const made = await init({ configPath: join(dir, 'controller.toml'), name: 'bench', endpoints, overrides });
  const { config } = made;
  const paths = statePaths(config);
  const log = createLog('error');
  const store = openStore(paths.database);
  const inventory = openInventory(config.network_dir, paths.inventory);
  const renderer = createRenderPool({ log });
  const queue = createQueue();
  const stopping = new AbortController();
  const maintenance = createMaintenance({
    repositories: [config.network_dir, paths.inventory, paths.rendered],
    queue,
    log,
    signal: stopping.signal,
  });
  const masterKey = await openMasterKey({ store, dir: paths.keys });
  const signing = await openSigning({ store, dir: paths.keys, path: undefined, clock: systemClock, log });
  const context: ReleaseContext = {
    store,
    inventory,
    rendered: openRendered(paths.rendered, store),
    compiler: createCompiler(),
    renderer,
    digests: new WeakMap(),
    pairs: createPairs({
      store,
      log,
      isOpen: () => false,
      tell: () => undefined,
      renewSoon: () => undefined,
      onFailed: () => undefined,
    }),
    run,
    keys: { ...(await loadKeys(paths.keys)), signing, master: masterKey.current() },
    audit: createAudit(store.events, systemClock),
    clock: systemClock,
    log,
    onReleased: maintenance.noteRelease,
    onActivated: async () => undefined,
  };
  return {
    config,
    paths,
    context,
    renderer,
    queue,
    async enrollAll() {
      const tree = await inventory.read();
      const names = [...tree.keys()].flatMap(
        (path) => /^sites\/[^/]+\/([^/]+)\/node\.toml$/.exec(path)?.[1] ?? [],
      );
      const identities = new Map(names.map((name) => [name, generateSigningKeyPair()]));
      const keys = new Map(
        [...identities].map(([name, { publicKey }]): [string, NodeKeys] => [name, newKeys(publicKey)]),
      );
      const { network, generated } = context.compiler.model(tree, keys);
      await inventory.write(generated);
      store.transaction(() => {
        for (const node of network.nodes) {
          const own = keys.get(node.name);
          if (own === undefined) continue;
          store.nodes.put({
            nodeId: node.id,
            name: node.name,
            site: node.site,
            identityKey: own.identity,
            managementKey: own.management,
            linkKey: own.link,
            sealingKey: own.sealing,
            approved: systemClock.now(),
          });
        }
      });
      return network.nodes.flatMap(({ id, name }) => {
        const identity = identities.get(name);
        return identity === undefined ? [] : [{ nodeId: id, name, identityPrivateKey: identity.privateKey }];
      });
    },
    async close({ keep = false } = {}) {
      stopping.abort();
      await maintenance.idle();
      await renderer.close();
      store.close();
      if (!keep) rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The four public keys that a router makes. */
function newKeys(identity: Buffer): NodeKeys {
  return {
    identity,
    management: generateBoxKeyPair().publicKey,
    link: generateBoxKeyPair().publicKey,
    sealing: generateBoxKeyPair().publicKey,
  };
}
