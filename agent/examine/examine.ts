import { isIPv4 } from 'node:net';
import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import type { ExaminationInput } from '../../shared/gen/towline/v1/Examination.ts';
import type { LinkExaminationInput } from '../../shared/gen/towline/v1/LinkExamination.ts';
import { readLinks } from '../../shared/net/link.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { waitAtMost } from '../../shared/os/deadline.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { BirdSocket } from '../bird/socket.ts';
import type { Bundle } from '../check/bundle.ts';
import type { Handlers } from '../questions/questions.ts';
import { agentVersion } from '../version.ts';
import { askBird, type BirdFindings } from './bird.ts';
import { createLook } from './bounded.ts';
import { type LinkLook, type LinkPorts, lookAtLinks, lookupMs, neighboursOf } from './links.ts';
import { lookUp } from './names.ts';
import { lookAtNode, type NodePorts, unannouncedOf } from './node.ts';
import { isLate } from './pings.ts';

/** What an examination looks at the machine with. */
export interface ExaminePorts extends LinkPorts, NodePorts {
  readonly run: Run;
  readonly clock: Clock;
  readonly wireguard: Pick<WireGuard, 'state' | 'withOtherKey'>;
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
/** All of it takes no longer, in ms: the controller waits for 2 s, and the answer has a way to go. */
const wholeMs = 1_700;
/** For what the rest goes by. */
const firstMs = 600;
/** For BIRD, whose word the pings do not wait for. */
const birdMs = 1_200;
/** Counters are read again so long after the first time at least, in ms, and within so many. */
const [countedMs, againMs] = [600, 250];

/** Answers `examine`: how the node and its links are right now. It changes nothing. */
export function createExamine(ports: ExaminePorts): Required<Pick<Handlers, 'examine'>> {
  return {
    examine: async ({ peer, routeTo }, signal) => {
      return { examination: await examine(ports, peer, isIPv4(routeTo) ? routeTo : undefined, signal) };
    },
  };
}

async function examine(
  ports: ExaminePorts,
  peer: string,
  routeTo: string | undefined,
  signal: AbortSignal,
): Promise<ExaminationInput> {
  const { run, clock } = ports;
  const beganMs = clock.monotonic();
  const blind = new Set<string>();
  const first = createLook(clock, signal, firstMs, blind);
  const state = () => ports.wireguard.state();
  const absent: BirdFindings = {
    state: '',
    sessions: new Map(),
    bfd: new Map(),
    own: undefined,
    path: [],
  };
  let early = absent;
  const noted = (command: string, error: unknown) => first.note(`BIRD, ${command}`, error);
  const asked = first(
    'BIRD',
    () => askBird(ports.socket, ports.socketPath, routeTo, birdMs - 100, noted),
    absent,
    birdMs,
  ).then((found) => {
    early = found;
    return found;
  });
  const [bundle, neighbours, interfaces, devices, route] = await Promise.all([
    first('bundle', ports.bundle, undefined),
    first('neighbours', async () => neighboursOf(await ports.bundle()), new Map<string, string>()),
    first('interfaces', () => readLinks(run), undefined),
    first('WireGuard', state, undefined),
    routeTo === undefined ? '' : first('route', () => deviceTo(run, routeTo), ''),
    // Those whose sessions are down are pinged first, where BIRD says in time which.
    waitAtMost({ clock, ms: firstMs, signal }, () => asked).catch(() => undefined),
  ]);
  // Without them every link would seem to be missing.
  if (interfaces === undefined || devices === undefined)
    throw new TowlineError('unavailable', `it cannot look at its links: ${[...blind].join('; ')}`);
  const restMs = Math.max(0, beganMs + wholeMs - againMs - clock.monotonic());
  const look = createLook(clock, signal, restMs, blind);
  const running = { interfaces, devices, neighbours };
  const wanted = (bundle?.settings.links ?? []).filter((link) => peer === '' || link.peer === peer);
  const [node, links, resolverError] = await Promise.all([
    lookAtNode(ports, look, running),
    bundle === undefined
      ? []
      : lookAtLinks(ports, look, bundle, wanted.slice(0, mostLinks), running, early, asked),
    deadResolver(ports, restMs),
  ]);
  const bird = await asked;
  if (wanted.length > mostLinks)
    blind.add(`links: ${wanted.length - mostLinks} of ${wanted.length} left out`);
  await clock.sleep(Math.max(0, countedMs - (clock.monotonic() - beganMs)));
  const later = await look('WireGuard again', state, devices, againMs);
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
    blind: [...blind].slice(0, 32),
  };
}

/** Interface by which packets to an address leave; empty if they have no way. */
async function deviceTo(run: Run, address: string): Promise<string> {
  const routes = z.array(z.object({ dev: z.string().optional() }));
  try {
    const shown = await run('ip', ['-json', '-4', 'route', 'get', address], { timeoutMs: firstMs });
    return routes.parse(JSON.parse(shown))[0]?.dev ?? '';
  } catch (error) {
    if (isLate(error)) throw error;
    return '';
  }
}

async function deadResolver(
  { resolveFamily, controllerNames }: ExaminePorts,
  timeoutMs: number,
): Promise<string> {
  const [name] = controllerNames();
  if (name === undefined) return '';
  const { isDead, error } = await lookUp(resolveFamily, name, Math.min(lookupMs, timeoutMs));
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
