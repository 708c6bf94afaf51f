import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkExaminationInput } from '../../shared/gen/towline/v1/LinkExamination.ts';
import type { InterfaceState } from '../../shared/net/link.ts';
import type { ResolveFamily } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Run } from '../../shared/os/run.ts';
import { endpointAddress } from '../../shared/wireguard/config-text.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { linkFaults } from '../apply/difference.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { linksInForce } from '../path-mtu/in-force.ts';
import type { PathMtuMemory } from '../path-mtu/memory.ts';
import type { LinkRecord } from '../tracker/links.ts';
import type { BirdFindings } from './bird.ts';
import { cut, type Look } from './bounded.ts';
import { type KeyPorts, keyFaults } from './keys.ts';
import { type Lookup, lookUp } from './names.ts';
import { pingLink, pingOutside } from './pings.ts';

/** Pings are sent over so many links at most. */
const mostPinged = 16;
/** A ping that fits every link, in bytes. */
const smallBytes = 128;
export const lookupMs = 1000;
const mostFaults = 16;

export interface LinkPorts extends KeyPorts {
  readonly run: Run;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly resolveFamily: ResolveFamily;
  readonly pathMtus: Pick<PathMtuMemory, 'of'>;
  readonly tracked: () => ReadonlyMap<string, LinkRecord>;
  /** Seconds since a link's last handshake; undefined if there was none. */
  readonly handshakeAgeS: (interfaceName: string) => number | undefined;
}

/** The machine when the examination began. */
export interface Running {
  readonly interfaces: readonly InterfaceState[];
  readonly devices: ReadonlyMap<string, DeviceState>;
}

/** What a link's examination is made of, beside the counters at its end. */
export interface LinkLook {
  readonly entry: LinkExaminationInput;
  readonly lookup: Lookup | undefined;
}

/**
 * Looks at links of the bundle, side by side: what is configured, what WireGuard, tracker and BIRD say, and what
 * pings and the resolver say now.
 *
 * @param early what BIRD had said when this began
 */
export async function lookAtLinks(
  ports: LinkPorts,
  look: Look,
  bundle: Bundle,
  wanted: readonly Bundle['settings']['links'][number][],
  { neighbours, ...running }: Running & { readonly neighbours: ReadonlyMap<string, string> },
  early: BirdFindings,
  bird: Promise<BirdFindings>,
): Promise<LinkLook[]> {
  const inForce = linksInForce(bundle, ports.pathMtus);
  const files = new Map(inForce.map((link) => [link.interface, link]));
  const faults = linkFaults(inForce, running);
  const { patienceMs } = look;
  const runningFiles = wanted.flatMap(({ interface: name }) => {
    const file = files.get(name);
    return file === undefined || !running.devices.has(name) ? [] : [file];
  });
  const keyed = look(
    'keys',
    () => keyFaults(ports, look, bundle, runningFiles, running.devices),
    new Map<string, string[]>(),
  );
  // What does not work first: not all of many links are pinged.
  const isDown = ({ session }: { session: string }) => early.sessions.get(session)?.bgp !== 'Established';
  const pinged = new Set(
    [...wanted].sort((a, b) => Number(isDown(b)) - Number(isDown(a))).slice(0, mostPinged),
  );
  return Promise.all(
    wanted.map(async (link): Promise<LinkLook> => {
      const { peer, interface: name, session } = link;
      const file = files.get(name);
      const current = running.interfaces.find((one) => one.name === name);
      const device = running.devices.get(name);
      const own = faults.flatMap((fault) =>
        fault.startsWith(`${name} `) ? [fault.slice(name.length + 1)] : [],
      );
      const host = file?.peer.endpoint?.kind === 'name' ? file.peer.endpoint.host : undefined;
      const runs = current?.up === true && device !== undefined;
      const outside = endpointAddress(device?.peers[0]?.endpoint);
      const isPinged = pinged.has(link);
      const over = async (bytes: number) => {
        const neighbour = neighbours.get(session);
        if (!runs || !isPinged || neighbour === undefined) return '';
        const ping = () => pingLink(ports.run, name, neighbour, bytes, patienceMs);
        return await look(`pings over ${name}`, ping, '');
      };
      const outer = async () =>
        isPinged && isDown(link) && outside !== undefined
          ? await look(`ping to ${outside}`, () => pingOutside(ports.run, outside, patienceMs), '')
          : '';
      const [keys, lookup, smallPing, largePing, outerPing] = await Promise.all([
        keyed,
        host === undefined ? undefined : lookUp(ports.resolveFamily, host, Math.min(lookupMs, patienceMs)),
        over(smallBytes),
        over(current?.mtu ?? 0),
        outer(),
      ]);
      const { answers = [], error = '' } = lookup ?? {};
      const entry = {
        ...basics(ports, peer, name, file, device),
        ...bgpOf(await bird, session, name),
        faults: [...own, ...(keys.get(name) ?? [])].slice(0, mostFaults).map((fault) => cut(fault)),
        mtu: current?.mtu ?? 0,
        endpointName: host ?? '',
        answers: [...answers],
        answerError: cut(error),
        smallPing,
        largePing,
        outerPing,
      };
      return { entry, lookup };
    }),
  );
}

function basics(
  { clock, pathMtus, tracked, handshakeAgeS }: LinkPorts,
  peer: string,
  name: string,
  file: LinkFile | undefined,
  device: DeviceState | undefined,
): LinkExaminationInput {
  const memory = tracked().get(name)?.memory;
  const path = pathMtus.of(peer)?.path;
  const handshakeS = handshakeAgeS(name);
  const nowMs = clock.monotonic();
  const { receivedAtMs, nextMs } = memory ?? {};
  return {
    peer,
    interface: name,
    pathMtu: path === 'tooSmall' ? 1 : (path ?? 0),
    listenPort: file?.listenPort ?? 0,
    endpoint: device?.peers[0]?.endpoint ?? '',
    endpointKind: file?.peer.endpoint?.kind ?? '',
    ...(handshakeS === undefined || !Number.isFinite(handshakeS)
      ? {}
      : { handshakeAgeS: Math.max(0, Math.round(handshakeS)) }),
    ...(receivedAtMs === undefined ? {} : { heardAgeMs: Math.max(0, Math.round(nowMs - receivedAtMs)) }),
    trackerState: memory?.state ?? '',
    trackerReason: cut(memory?.reason ?? ''),
    ...(nextMs === undefined || memory?.state === 'up'
      ? {}
      : { trackerNextS: Math.max(0, Math.round((nextMs - nowMs) / 1000)) }),
  };
}

function bgpOf(bird: BirdFindings, session: string, name: string): LinkExaminationInput {
  const state = bird.sessions.get(session);
  return {
    bfdState: bird.bfd.get(name) ?? '',
    protocolState: state?.protocol ?? '',
    bgpState: state?.bgp ?? '',
    bgpError: cut(state?.error ?? ''),
    imported: state?.imported ?? 0,
    limitHit: state?.isLimitHit ?? false,
  };
}

/** Link-local address of the peer of each session, as the bundle's own files have it. */
export async function neighboursOf(bundle: Bundle | undefined): Promise<Map<string, string>> {
  if (bundle === undefined) return new Map();
  const { folder, manifest } = bundle;
  const files = manifest.files.filter(({ path }) => path.startsWith('bird/'));
  const texts = await Promise.all(
    files.map(({ path }) => readFile(join(folder, path), 'utf8').catch(() => '')),
  );
  const sessions = /^\s*protocol\s+bgp\s+(\w+)[^{]*\{([^}]*)/gm;
  return new Map(
    [...texts.join('\n').matchAll(sessions)].flatMap(([, name = '', body = '']) => {
      const address = /\bneighbor\s+(fe80:[0-9a-fA-F:]+)/.exec(body)?.[1];
      return address === undefined ? [] : [[name, address] as const];
    }),
  );
}
