import { sha256 } from '../../shared/crypto/sha256.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { configureInterface } from '../../shared/net/addresses.ts';
import { readLinks } from '../../shared/net/link.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Mutex } from '../../shared/os/mutex.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bird } from '../bird/bird.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { JournalStore } from '../journal/store.ts';
import { linksInForce } from '../path-mtu/in-force.ts';
import type { PathMtuMemory } from '../path-mtu/memory.ts';
import { applyServices, ServiceError } from '../services/apply.ts';
import type { ServicePorts } from '../services/ports.ts';
import { deviceConfig, type Hints, withEndpointInUse } from './device.ts';
import { compareLinks, portsInTheWay } from './difference.ts';
import { applyLoopbacks, loopbackAddresses } from './loopbacks.ts';

/** What applying needs of this machine. */
export interface ApplyPorts extends ServicePorts {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly bird: Bird;
  readonly log: Log;
  /** Told each step as it begins. */
  readonly journal: Pick<JournalStore, 'at'>;
  /** Held by whoever changes links or BIRD, so that none works from a bundle that another has just replaced. */
  readonly lock: Mutex;
  /** This node's key for its links in a version. Throws `invalid` for one that is not here. */
  readonly linkPrivateKey: (version: number) => Buffer;
  readonly hints: () => Hints;
  /** What was measured on the way to the peers. */
  readonly pathMtus: PathMtuMemory;
  /** Brings the node's packet filter to a bundle's settings. */
  readonly applyFilter: (mssClamp: boolean) => Promise<void>;
}

/**
 * Brings the machine from one bundle to another, by difference: what both have alike is not touched. The files
 * are in place already (`current`), and the caller holds the lock. Resolves to the names of the interfaces that
 * were made or changed. Throws ServiceError if nothing but custom services failed.
 *
 * @param from the bundle that runs; undefined if that is not known (boot), when everything is compared with
 *   the machine itself
 * @param birdFile BIRD's configuration where `current` could not be switched; by default the one that it leads to
 */
export async function applyBundle(
  ports: ApplyPorts,
  from: Bundle | undefined,
  to: Bundle,
  signal: AbortSignal,
  birdFile?: string,
): Promise<Set<string>> {
  const { journal } = ports;
  journal.at('links');
  const { changed, failures } = await applyLinks(ports, from, to, signal);
  journal.at('loopbacks');
  const wanted = loopbackAddresses(to.settings);
  await applyLoopbacks(ports.run, wanted, from === undefined ? [] : loopbackAddresses(from.settings));
  journal.at('packet filter');
  if (from?.settings.mss_clamp !== to.settings.mss_clamp) await ports.applyFilter(to.settings.mss_clamp);
  // Before routes: a packet filter of the admin's own is there when traffic comes.
  journal.at('services');
  const unserved = await applyServices(ports, to, signal);
  signal.throwIfAborted();
  journal.at('bird');
  if (from === undefined || birdContent(from) !== birdContent(to) || !(await ports.bird.isRunning())) {
    await ports.bird.configure(signal, birdFile, birdContent(to));
  }
  if (failures.length > 0) {
    journal.at('links');
    throw new TowlineError('failed', [...failures, ...unserved].join('; '));
  }
  if (unserved.length > 0) {
    journal.at('services');
    throw new ServiceError(unserved);
  }
  return changed;
}

/** Resolves also to what failed: one link that does not come up must not keep the others down at boot. */
async function applyLinks(
  ports: ApplyPorts,
  from: Bundle | undefined,
  to: Bundle,
  signal: AbortSignal,
): Promise<{ changed: Set<string>; failures: string[] }> {
  const running = { interfaces: await readLinks(ports.run), devices: await ports.wireguard.state() };
  const difference = compareLinks(linksInForce(to, ports.pathMtus), from?.links, running);
  const failures: string[] = [];
  for (const name of difference.remove) {
    signal.throwIfAborted();
    await ports.wireguard.removeInterface(name);
    ports.log.info({ interface: name }, 'link removed');
  }
  const changing = [...difference.update, ...difference.create];
  for (const name of portsInTheWay(changing, difference.remove, running.devices)) {
    // If it fails, so does the link that wants the port, and says so.
    await ports.wireguard
      .leavePort(name)
      .catch((error) => ports.log.warn({ interface: name, error: messageOf(error) }, 'port'));
  }
  for (const link of changing) {
    signal.throwIfAborted();
    try {
      await applyLink(ports, to, link, running.devices.get(link.interface));
    } catch (error) {
      failures.push(`${link.interface}: ${messageOf(error)}`);
    }
  }
  return { changed: new Set(changing.map((link) => link.interface)), failures };
}

async function applyLink(
  ports: ApplyPorts,
  bundle: Bundle,
  link: LinkFile,
  running: DeviceState | undefined,
): Promise<void> {
  const name = link.interface;
  await ports.wireguard.ensureInterface(name);
  const config = deviceConfig(link, ports.linkPrivateKey, bundle.presharedKeys, ports.hints());
  await ports.wireguard.sync(name, withEndpointInUse(config, running));
  const changes = await configureInterface(ports.run, name, { addresses: link.addresses, mtu: link.mtu });
  for (const change of changes) {
    if (change.startsWith('warning: ')) ports.log.warn({ interface: name, change }, 'link');
  }
  ports.log.info({ interface: name }, 'link applied');
}

/** Names what BIRD reads of a bundle; an equal name is an equal configuration. */
export function birdContent(bundle: Bundle): string {
  const files = bundle.manifest.files
    .filter(({ path }) => path.startsWith('bird/'))
    .map(({ path, sha256: digest }) => `${path} ${digest.toString('hex')}`)
    .sort();
  return sha256(Buffer.from(files.join('\n'))).toString('hex');
}
