import { isIPv4 } from 'node:net';
import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import type { ExaminationInput } from '../../shared/gen/towline/v1/Examination.ts';
import type { LinkExaminationInput } from '../../shared/gen/towline/v1/LinkExamination.ts';
import { readLinks } from '../../shared/net/link.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { BirdSocket } from '../bird/socket.ts';
import type { Bundle } from '../check/bundle.ts';
import type { Handlers } from '../questions/questions.ts';
import { agentVersion } from '../version.ts';
import { askBird, type BirdFindings } from './bird.ts';
import { createLook, type Look } from './bounded.ts';
import { type LinkLook, type LinkPorts, lookAtLinks } from './links.ts';
import { lookUp } from './names.ts';
import { lookAtNode, type NodePorts, unannouncedOf } from './node.ts';

/** What an examination looks at the machine with. */
export interface ExaminePorts extends LinkPorts, NodePorts {
  readonly run: Run;
  readonly clock: Clock;
  readonly wireguard: Pick<WireGuard, 'state'>;
  /** A port to BIRD's control socket, and its path. */
  readonly socket: BirdSocket;
  readonly socketPath: string;
  /** The bundle that is in force now. */
  readonly bundle: () => Promise<Bundle | undefined>;
  /** Names in the controller's endpoints: the resolver is asked for one where no link has a name. */
  readonly controllerNames: () => readonly string[];
}

/** Of links at most so many are told of. */
const mostLinks = 256;
/** For one thing that is looked at, in ms: all of it, pings included, takes less than two seconds. */
const patienceMs = 1_700;
/** Counters are read again so long after the first time at least, in ms. */
const countedMs = 600;

/** Answers `examine`: how the node and its links are right now. It changes nothing. */
export function createExamine(ports: ExaminePorts): Required<Pick<Handlers, 'examine'>> {
  return {
    examine: async ({ peer, routeTo }, signal) => {
      const look = createLook(ports.clock, signal, patienceMs);
      return { examination: await examine(ports, look, peer, isIPv4(routeTo) ? routeTo : undefined) };
    },
  };
}

async function examine(
  ports: ExaminePorts,
  look: Look,
  peer: string,
  routeTo: string | undefined,
): Promise<ExaminationInput> {
  const { run, clock } = ports;
  const beganMs = clock.monotonic();
  const state = () => ports.wireguard.state();
  const absent: BirdFindings = {
    state: '',
    sessions: new Map(),
    bfd: new Map(),
    own: undefined,
    path: [],
  };
  const [bundle, interfaces, devices, bird, route] = await Promise.all([
    look('bundle', ports.bundle, undefined),
    look('interfaces', () => readLinks(run), undefined),
    look('WireGuard', state, undefined),
    look('BIRD', () => askBird(ports.socket, ports.socketPath, routeTo), absent),
    routeTo === undefined ? '' : look('route', () => deviceTo(run, routeTo), ''),
  ]);
  // Without them every link would seem to be missing.
  if (interfaces === undefined || devices === undefined)
    throw new TowlineError('unavailable', `it cannot look at its links: ${look.blind.join('; ')}`);
  const running = { interfaces, devices };
  const wanted = (bundle?.settings.links ?? []).filter((link) => peer === '' || link.peer === peer);
  const [node, links, resolverError] = await Promise.all([
    lookAtNode(ports, look, running),
    bundle === undefined ? [] : lookAtLinks(ports, look, bundle, wanted.slice(0, mostLinks), running, bird),
    deadResolver(ports),
  ]);
  if (wanted.length > mostLinks)
    look.blind.push(`links: ${wanted.length - mostLinks} of ${wanted.length} left out`);
  await clock.sleep(Math.max(0, countedMs - (clock.monotonic() - beganMs)));
  const later = await look('WireGuard again', state, devices, 500);
  return {
    ...node,
    timeMs: Math.round(clock.now()),
    agentVersion,
    birdState: bird.state,
    resolverError: links.find(({ lookup }) => lookup?.isDead)?.lookup?.error ?? resolverError,
    unannounced: bundle === undefined ? [] : unannouncedOf(bundle, bird),
    links: links.map((link) => counted(link, devices, later)),
    routeInterface: route,
    routePath: [...bird.path],
    blind: look.blind.slice(0, 32),
  };
}

/** Interface by which packets to an address leave; empty if they have no way. */
async function deviceTo(run: Run, address: string): Promise<string> {
  const routes = z.array(z.object({ dev: z.string().optional() }));
  try {
    const shown = await run('ip', ['-json', '-4', 'route', 'get', address], { timeoutMs: 1000 });
    return routes.parse(JSON.parse(shown))[0]?.dev ?? '';
  } catch {
    return '';
  }
}

async function deadResolver({ resolveFamily, controllerNames }: ExaminePorts): Promise<string> {
  const [name] = controllerNames();
  if (name === undefined) return '';
  const { isDead, error } = await lookUp(resolveFamily, name, 1000);
  return isDead ? error : '';
}

function counted(
  { entry }: LinkLook,
  before: ReadonlyMap<string, DeviceState>,
  later: ReadonlyMap<string, DeviceState>,
): LinkExaminationInput {
  const name = entry.interface ?? '';
  const [was, is] = [before.get(name)?.peers[0], later.get(name)?.peers[0]];
  // A counter that begins anew says nothing of before.
  const rise = (now = 0, then = 0) => (now >= then ? now - then : 0);
  return {
    ...entry,
    receivedBytes: was?.receivedBytes ?? 0,
    sentBytes: was?.sentBytes ?? 0,
    receivedSinceBytes: rise(is?.receivedBytes, was?.receivedBytes),
    sentSinceBytes: rise(is?.sentBytes, was?.sentBytes),
  };
}
