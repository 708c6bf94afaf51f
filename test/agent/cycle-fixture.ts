import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathsOf } from '../../agent/config/paths.ts';
import { knownServices } from '../../agent/config/schema.ts';
import type { CustomService } from '../../agent/config/services.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { openPathMtus } from '../../agent/path-mtu/memory.ts';
import { ownHands } from '../../agent/services/hands.ts';
import { openPlacedFiles } from '../../agent/services/placed.ts';
import { createCustomServices } from '../../agent/services/ports.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { Run } from '../../shared/os/run.ts';
import { FakeBird } from '../fakes/bird.ts';
import {
  type BundleSpec,
  type MadeBundle,
  makeBundle,
  networkId,
  nodeId,
  sealing,
  signing,
} from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { fakeRun } from '../fakes/machine.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const linkKey = generateBoxKeyPair().privateKey;
const peerKey = generateBoxKeyPair().publicKey.toString('base64');
export const psk = { name: 'psk:berlin--hamburg', version: 1, value: Buffer.alloc(32, 5) };
export const never = new AbortController().signal;

// Pauses that nobody has to sit out.
export const fastClock: Clock = {
  ...systemClock,
  monotonic: () => systemClock.monotonic() * 20,
  sleep: (ms, signal) => systemClock.sleep(ms / 20, signal),
};

/** Files of a bundle with one link. */
export function files(peer: string, port = 51821): Record<string, string> {
  return {
    [`wireguard/tl-${peer}.conf`]: `[Interface]\nPrivateKey = @private\nListenPort = ${port}\nFwMark = 0x746c
Address = fe80::1/64\nMTU = 1420\n[Peer]\nPublicKey = ${peerKey}\nPresharedKey = @${psk.name}:1
AllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = 198.18.1.2:51821\n`,
    'agent/settings.toml': `node = "berlin"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"
[[links]]\npeer = "${peer}"\ninterface = "tl-${peer}"\nsession = "tl_${peer}"\n`,
    'bird/bird.conf': `# ${peer}\n`,
  };
}

export const make = (release: number, more: Partial<BundleSpec> = {}) =>
  makeBundle({ release, files: files('hamburg'), secrets: [psk], confirmWindowS: 1, ...more });

export interface SetUpOptions {
  /** Custom services of the node. */
  readonly known?: readonly CustomService[];
  /** Where its files are; by default in a folder that goes with the test. */
  readonly stateDir?: string;
  /** Where its notes and sockets are; by default with its files. */
  readonly runtimeDir?: string;
  /** Stands before the machine's commands. */
  readonly wrap?: (run: Run) => Run;
}

/** A node whose machine and controller are fakes; only its files are real. */
export async function setUp(context: Pick<TestContext, 'after'>, options: SetUpOptions = {}) {
  const { known = [], wrap = (run) => run } = options;
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'towline-cycle-')));
  if (options.stateDir === undefined) context.after(() => rm(stateDir, { recursive: true }));
  const [controller, bird, wireguard] = [new FakeController(), new FakeBird(), new FakeWireGuard()];
  const { run: machine, calls } = fakeRun(wireguard);
  const run = wrap(machine);
  const paths = pathsOf({ state_dir: stateDir, runtime_dir: options.runtimeDir ?? stateDir });
  bird.file = join(paths.current, 'bird/bird.conf');
  const space = { bytes: 2 ** 30, inodes: undefined as number | undefined, blockSize: 4096 };
  const openServices = async () =>
    createCustomServices(known, await openPlacedFiles(paths.placed, silentLog), [stateDir], ownHands(run));
  const parts: CyclePorts = {
    run,
    clock: fastClock,
    log: silentLog,
    lock: createMutex(),
    wireguard,
    bird,
    paths,
    linkPrivateKey: () => linkKey,
    hints: () => new Map(),
    pathMtus: await openPathMtus(paths.pathMtus),
    applyFilter: async () => {},
    bundleKeys: { signers: onlySigner(signing.publicKey), sealingPrivateKey: sealing.privateKey },
    signers: onlySigner(signing.publicKey),
    journal: await openJournal(paths.journal, networkId),
    openClient: controller.open,
    networkId,
    nodeId,
    epoch: 1,
    services: [...knownServices, ...known.map(({ name }) => name)],
    freeSpace: async () => space,
    customServices: await openServices(),
  };
  const cycle = (bundle: MadeBundle) => {
    controller.bundle = bundle;
    return runCycle(parts, controller.open(), bundle.desired, never);
  };
  const reopened = async (): Promise<CyclePorts> => ({
    ...parts,
    journal: await openJournal(paths.journal, networkId),
    customServices: await openServices(),
  });
  return { parts, space, paths, controller, bird, wireguard, calls, cycle, reopened };
}
