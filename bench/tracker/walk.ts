import { isDeepStrictEqual } from 'node:util';
import type { EndpointSpec } from '../../agent/check/endpoint-spec.ts';
import {
  type LinkMemory,
  type LinkView,
  newLinkMemory,
  type TrackerLimits,
} from '../../agent/tracker/link-memory.ts';
import { attemptMs, transition } from '../../agent/tracker/transition.ts';
import { randomOf } from './random.ts';

export interface Walk {
  readonly steps: number;
  /** What broke a rule; empty is good. */
  readonly problems: readonly string[];
  /** Longest time from a world at rest to a link that works, in milliseconds. */
  readonly slowestMs: number;
}

type Decide = typeof transition;

const limits: TrackerLimits = { freshMs: 600, backoffMinMs: 1000, backoffMaxMs: 30_000, family: undefined };
const port = 51_821;
const specs: readonly EndpointSpec[] = [
  { kind: 'name', host: 'kiel.example.net', port },
  { kind: 'hint', node: 'kiel', port },
  { kind: 'address', endpoint: `198.18.0.1:${port}` },
];
const places = ['198.18.0.1', '198.18.0.2', '198.18.0.3', '2001:db8::1', '2001:db8::2'];
const mostTtlMs = 60_000;
/** The pause of a lookup, the age of its answer, then each of the addresses with a whole turn. */
const boundMs = limits.backoffMaxMs + mostTtlMs + (places.length + 2) * (attemptMs + limits.backoffMaxMs);

/** A link of which nothing is known yet. */
export function blankView(spec: EndpointSpec | undefined): LinkView {
  return {
    spec,
    endpoint: undefined,
    receivedBytes: 0,
    hint: undefined,
    inContact: true,
    name: undefined,
    remembered: [],
  };
}

/**
 * One link in a world that changes at random: its peer moves and falls silent, its name resolves to old and wrong
 * addresses, late or never; hints come, wrong ones too. After each change the rules are held against what the state
 * machine does; at the end of each stretch the world comes to rest with the peer to be found, and the link has to come
 * up within the bound.
 */
export function walk(seed: number, steps: number, decide: Decide = transition): Walk {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const problems: string[] = [];
  const spec = pick(specs);
  let [memory, nowMs, serial, slowestMs]: [LinkMemory, number, number, number] = [newLinkMemory, 1000, 0, 0];
  let view = blankView(spec);
  let world = { at: '198.18.0.1', speaks: true, dns: ['198.18.0.1'], ttlMs: 5000, dnsMs: 100 };
  let [answerAtMs, arrivedAtMs, lastSet]: [number, number, { ms: number; of: unknown } | undefined] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    undefined,
  ];
  const fail = (text: string) => problems.push(`seed ${seed}, ${Math.round(nowMs)} ms: ${text}`);

  function look(afterMs: number): void {
    nowMs += afterMs;
    const works = world.speaks && view.endpoint === endpointOf(world.at);
    if (works && afterMs > 0) {
      view = { ...view, receivedBytes: view.receivedBytes + 100 };
      arrivedAtMs = nowMs;
      lastSet = undefined;
    }
    if (nowMs >= answerAtMs) {
      const addresses = world.dns.length > 0 ? world.dns : (view.name?.addresses ?? []);
      const expiresMs = nowMs + (world.dns.length > 0 ? world.ttlMs : 1000);
      const isAnswered = world.dns.length > 0;
      view = { ...view, name: { addresses, expiresMs, isPending: false, isAnswered } };
      answerAtMs = Number.POSITIVE_INFINITY;
    }
    const moment = { nowMs, random: random(), limits, hasWay: () => true };
    const before = memory;
    const done = decide(memory, { kind: 'look', view }, moment);
    memory = done.memory;
    if (done.actions.length > 2) fail(`${done.actions.length} actions at once`);
    if (memory.tryAtMs - nowMs > attemptMs + limits.backoffMaxMs)
      fail('the pause between attempts is too long');
    if (memory.lookUpAtMs - nowMs > limits.backoffMaxMs) fail('the pause between lookups is too long');
    for (const action of done.actions) {
      if (action.kind === 'resolve') {
        if (view.name?.isPending === true) fail('a lookup while another one is under way');
        answerAtMs = nowMs + world.dnsMs;
        const kept = view.name ?? { addresses: [], expiresMs: 0 };
        view = { ...view, name: { ...kept, isPending: true, isAnswered: false } };
        continue;
      }
      const isHeeded = memory.hintSerial !== before.hintSerial;
      if (nowMs - arrivedAtMs < limits.freshMs && !(isHeeded && view.hint?.left === true))
        fail(`the endpoint of a link that works is replaced by ${action.endpoint}`);
      // Without news no endpoint loses its turn.
      const of = [view.hint, view.name?.addresses, world.at];
      if (lastSet !== undefined && nowMs - lastSet.ms < attemptMs && isDeepStrictEqual(lastSet.of, of))
        fail('an endpoint lost its turn without news');
      lastSet = { ms: nowMs, of };
      view = { ...view, endpoint: action.endpoint };
      // From the address that the peer left.
      if (action.evenIfWorking) arrivedAtMs = Number.NEGATIVE_INFINITY;
    }
    if (memory.state === 'up' && view.endpoint !== undefined) {
      const { endpoint } = view;
      view = {
        ...view,
        remembered: [endpoint, ...view.remembered.filter((other) => other !== endpoint)].slice(0, 2),
      };
    }
  }

  function happen(): void {
    const what = random();
    if (what < 0.5) look(random() < 0.2 ? 0 : 50 + random() * 2000);
    else if (what < 0.58) world = { ...world, at: pick(places) };
    else if (what < 0.66) world = { ...world, speaks: random() < 0.6 };
    else if (what < 0.76) {
      const lies = Array.from({ length: Math.floor(random() * 4) }, () => pick(places));
      world = { ...world, dns: [...new Set(lies)], ttlMs: 1000 + random() * (mostTtlMs - 1000) };
    } else if (what < 0.8) world = { ...world, dnsMs: pick([10, 1000, 5500]) };
    else if (what < 0.88) {
      const addresses = [...new Set([pick(places), pick(places)])];
      view = {
        ...view,
        hint: { addresses, port: undefined, left: random() < 0.4, leftAddresses: [], serial: ++serial },
      };
    } else if (what < 0.92) {
      // WireGuard follows a peer that speaks from where it is now.
      if (world.speaks) view = { ...view, endpoint: endpointOf(world.at) };
      lastSet = undefined;
    } else if (what < 0.94) {
      memory = decide(
        memory,
        { kind: 'ownAddresses' },
        { nowMs, random: 0, limits, hasWay: () => true },
      ).memory;
      lastSet = undefined;
    } else if (what < 0.95) view = { ...view, inContact: !view.inContact };
    else look(random() * 30_000);
  }

  function rest(): void {
    const at = spec.kind === 'address' ? '198.18.0.1' : world.at;
    world = { ...world, at, speaks: true, dns: [at], ttlMs: 5000, dnsMs: 100 };
    if (spec.kind === 'hint')
      view = {
        ...view,
        hint: { addresses: [at], port: undefined, left: false, leftAddresses: [], serial: ++serial },
      };
    const begunMs = nowMs;
    while (!(memory.state === 'up' && view.endpoint === endpointOf(at))) {
      look(1000);
      if (nowMs - begunMs <= boundMs) continue;
      fail(`a ${spec.kind} that can be found is not up after ${Math.round(boundMs / 1000)} s`);
      break;
    }
    slowestMs = Math.max(slowestMs, nowMs - begunMs);
  }

  let done = 0;
  for (; done < steps && problems.length === 0; done++) {
    happen();
    if (done % 150 === 149) rest();
  }
  return { steps: done, problems, slowestMs };
}

function endpointOf(address: string): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
