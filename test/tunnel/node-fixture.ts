import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Enrollment, enrollmentFile, loadEnrollment, saveEnrollment } from '../../agent/enroll/store.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { managementEnds } from '../../agent/tunnel/management.ts';
import { placeOf } from '../../agent/tunnel/place.ts';
import { createManagementTunnel } from '../../agent/tunnel/tunnel.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { TunnelMove } from '../../shared/gen/towline/v1/TunnelMove.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import type { Run } from '../../shared/os/run.ts';
import { signConfirmation } from '../../shared/rpc/confirmation.ts';
import { signTunnelMove } from '../../shared/rpc/tunnel-move.ts';
import type { DeviceConfig } from '../../shared/wireguard/types.ts';
import { silentLog } from '../fakes/log.ts';
import { fakeRun } from '../fakes/machine.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

export const signing = generateSigningKeyPair();
export const [oldKey, newKey, own] = [generateBoxKeyPair(), generateBoxKeyPair(), generateBoxKeyPair()];
export const base64 = (key: Buffer) => key.toString('base64');
export const enrolled: Enrollment = {
  join: 'towline://vpn.example.net:7442#00',
  networkId: 'a'.repeat(32),
  nodeId: 7,
  nodeName: 'fra1',
  siteName: 'frankfurt',
  managementAddress: 'fd12::1:7',
  managementPrefix: 'fd12::/64',
  controllerAddress: 'fd12::1',
  controllerPort: 7443,
  controllerWireguardPublicKey: base64(oldKey.publicKey),
  controllerEndpoints: ['198.51.100.1:51820'],
  signingPublicKey: base64(signing.publicKey),
  epoch: 1,
};
export const moveTo = (fields: Partial<TunnelMove> = {}) =>
  signTunnelMove(signing.privateKey, {
    networkId: enrolled.networkId,
    generation: 1,
    controllerKey: newKey.publicKey,
    endpoints: ['198.51.100.1:51999'],
    ...fields,
  });

/** WireGuard whose peers shake hands at once where their endpoint answers. */
class AnsweringWireGuard extends FakeWireGuard {
  /** `address:port` that nobody answers at. */
  readonly silent = new Set<string>();

  override async sync(name: string, config: DeviceConfig) {
    const before = this.devices.get(name)?.peers[0];
    if (before?.publicKey === config.peers[0]?.publicKey) return;
    await super.sync(name, config);
    const peer = this.devices.get(name)?.peers[0];
    if (peer?.endpoint === undefined || this.silent.has(peer.endpoint)) return;
    peer.latestHandshake = 1;
    peer.receivedBytes = 92;
  }
}

/** A node on a machine of its own; `speed` is how much faster than ours its clock is. */
export async function node(context: TestContext, speed = 100) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-node-'));
  const stops: (() => Promise<void>)[] = [];
  context.after(async () => {
    for (const stop of stops) await stop();
    await rm(folder, { recursive: true, force: true });
  });
  const files = {
    enrollment: join(folder, 'enrollment.json'),
    lastEndpoint: join(folder, 'controller-endpoint.json'),
    tunnelMove: join(folder, 'tunnel-move.json'),
  };
  await saveEnrollment(files.enrollment, enrolled);
  const wireguard = new AnsweringWireGuard();
  const machine = fakeRun(wireguard);
  const world = {
    folder,
    files,
    wireguard,
    calls: machine.calls,
    /** Through which interface packets to the controller go. */
    route: undefined as string | undefined,
    /** Interfaces behind which the controller does not answer. */
    deaf: new Set<string>(),
    /** Called for each confirmation that is asked for. */
    onConfirm: () => {},
    confirmed: 0,
    isBusy: false,
    kept: () => loadEnrollment(files.enrollment).then((value) => placeOf(value ?? enrolled)),
    start: () => start(),
  };
  const run: Run = async (command, args, options) => {
    if (args.includes('route') && args.includes('replace')) world.route = args.at(-1);
    if (args.includes('route') && args.includes('show')) return JSON.stringify([{ dev: world.route }]);
    return machine.run(command, args, options);
  };
  const clock: Clock = {
    monotonic: () => performance.now() * speed,
    now: () => Date.now(),
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
  async function start() {
    const enrollment = (await loadEnrollment(files.enrollment)) ?? enrolled;
    const ended = new AbortController();
    const tunnel = createManagementTunnel({
      wireguard,
      glances: createGlances(wireguard, clock),
      clock,
      log: silentLog,
      enrollment,
      files,
      ends: managementEnds(run, wireguard, enrollment, own.privateKey, 5),
      resolve: async (host) => [host],
      resolveTimeoutMs: 100,
      running: () => ({ release: 3, digest: '00'.repeat(32) }),
      signers: onlySigner(signing.publicKey),
      updateEnrollment: enrollmentFile(files.enrollment, enrollment).update,
      networkId: enrolled.networkId,
      nodeId: enrolled.nodeId,
      exclusive: async (task) => {
        world.isBusy = true;
        await task().finally(() => {
          world.isBusy = false;
        });
      },
      onUp: () => {},
      openClient: () => ({
        ...({} as ReturnType<Parameters<typeof createManagementTunnel>[0]['openClient']>),
        reach: async () => {},
        confirm: async ({ release, nonce }) => {
          world.onConfirm();
          const through = world.route ?? '';
          const peer = wireguard.devices.get(through)?.peers[0];
          if (peer === undefined || world.deaf.has(through))
            throw new TowlineError('unavailable', 'no answer');
          peer.receivedBytes += 500;
          world.confirmed++;
          return signConfirmation(signing.privateKey, {
            networkId: enrolled.networkId,
            nodeId: enrolled.nodeId,
            release: Number(release),
            nonce: Buffer.from(nonce as Buffer),
            timeMs: 1,
          });
        },
        close: () => {},
      }),
    });
    const running = tunnel.run(ended.signal).catch(() => undefined);
    const stop = async () => {
      ended.abort();
      await running;
    };
    stops.push(stop);
    await until('the tunnel is up', () => world.route === placeOf(enrollment).interface);
    return { tunnel, stop };
  }
  return world;
}
