import { TowlineError } from '../../shared/errors.ts';
import type { DeviceConfig, DeviceState, PeerConfig, SharedKey } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';

/** Stands for WireGuard: interfaces in memory, and a list of what was done to them. */
export class FakeWireGuard implements WireGuard {
  readonly devices = new Map<string, DeviceState>();
  readonly configs = new Map<string, DeviceConfig>();
  readonly calls: string[] = [];
  /** Interfaces that do not come up. */
  readonly broken = new Set<string>();

  async ensureInterface(name: string) {
    if (this.broken.has(name)) throw new TowlineError('failed', `interface ${name} did not come up`);
    if (this.devices.has(name)) return;
    this.calls.push(`create ${name}`);
    this.devices.set(name, { publicKey: '', listenPort: 0, fwmark: 0, peers: [] });
  }

  async removeInterface(name: string) {
    this.calls.push(`remove ${name}`);
    this.devices.delete(name);
  }

  async sync(name: string, config: DeviceConfig) {
    this.calls.push(`sync ${name}`);
    const holder = [...this.devices].find(
      ([other, device]) =>
        other !== name && device.listenPort !== 0 && device.listenPort === config.listenPort,
    );
    if (holder !== undefined) throw new TowlineError('failed', `${name}: address in use by ${holder[0]}`);
    this.configs.set(name, config);
    this.devices.set(name, {
      publicKey: 'own',
      listenPort: config.listenPort ?? 0,
      fwmark: config.fwmark ?? 0,
      peers: config.peers.map((peer) => ({
        publicKey: peer.publicKey,
        allowedIps: [...peer.allowedIps],
        latestHandshake: 0,
        receivedBytes: 0,
        sentBytes: 0,
        hasPresharedKey: peer.presharedKey !== undefined,
        ...(peer.endpoint === undefined ? {} : { endpoint: peer.endpoint }),
      })),
    });
  }

  async setEndpoint(name: string, publicKey: string, endpoint: string) {
    this.calls.push(`endpoint ${name} ${endpoint}`);
    const peer = this.devices.get(name)?.peers.find((candidate) => candidate.publicKey === publicKey);
    if (peer === undefined) throw new TowlineError('notFound', `interface ${name} has no such peer`);
    peer.endpoint = endpoint;
  }

  async removePeer(name: string, publicKey: string) {
    this.calls.push(`remove peer ${name} ${publicKey}`);
    const device = this.devices.get(name);
    if (device !== undefined) device.peers = device.peers.filter((peer) => peer.publicKey !== publicKey);
  }

  async renewPeer(name: string, peer: PeerConfig) {
    this.calls.push(`renew peer ${name} ${peer.publicKey}`);
    const device = this.devices.get(name);
    if (device === undefined) throw new TowlineError('failed', `there is no interface ${name}`);
    const { presharedKey, allowedIps, ...rest } = peer;
    const counters = { latestHandshake: 0, receivedBytes: 0, sentBytes: 0 };
    const renewed = {
      ...rest,
      ...counters,
      allowedIps: [...allowedIps],
      hasPresharedKey: presharedKey !== undefined,
    };
    device.peers = [...device.peers.filter(({ publicKey }) => publicKey !== peer.publicKey), renewed];
  }

  async leavePort(name: string) {
    this.calls.push(`leave port ${name}`);
    const device = this.devices.get(name);
    if (device !== undefined) device.listenPort = 0;
  }

  async endpoints() {
    return JSON.stringify(
      [...this.devices].map(([name, { peers }]) => [
        name,
        peers.map((peer) => [peer.publicKey, peer.endpoint]),
      ]),
    );
  }

  async withOtherKey(wanted: ReadonlyMap<string, SharedKey>) {
    const others = [...wanted].filter(([name, { publicKey, presharedKey }]) => {
      const peer = this.configs.get(name)?.peers.find((candidate) => candidate.publicKey === publicKey);
      return peer?.presharedKey !== undefined && peer.presharedKey !== presharedKey;
    });
    return new Set(others.map(([name]) => name));
  }

  async state() {
    return structuredClone(this.devices);
  }
}
