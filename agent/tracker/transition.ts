import { endpointAddress } from '../../shared/wireguard/config-text.ts';
import { bestHinted, candidatesOf, mostCandidates } from './candidates.ts';
import { hasArrived, mostGlanceAgeMs } from './glances.ts';
import type {
  LinkAction,
  LinkEvent,
  LinkMemory,
  LinkStateName,
  LinkView,
  Moment,
  Transition,
} from './link-memory.ts';

// WireGuard tries a handshake every 5 s (REKEY_TIMEOUT): an endpoint gets at least one whole attempt.
export const attemptMs = 6000;
/** A link has to be silent for so long before another endpoint is tried of which there is no news. */
export const patienceMs = 2000;
/** A link that works for so long after a hint refutes it: the peer uses another of its addresses. */
const refutedMs = 10_000;
/** A name that answered is asked again so long after its answer has aged, whatever the pause: its TTL is the pace. */
const agedMs = 3000;
/** An endpoint that WireGuard followed so lately is newer than what anybody says. */
const roamedMs = 10_000;
const mostDoublings = 16;

/**
 * Decides what to do about one link: an event in, the new memory and actions out. The endpoint of a link that works
 * is left alone, unless the peer itself said that it has left it. Pure.
 */
export function transition(memory: LinkMemory, event: LinkEvent, moment: Moment): Transition {
  if (event.kind === 'look') return look(observed(memory, event.view, moment), event.view, moment);
  if (memory.state === 'up' || memory.state === 'passive') return { memory, actions: [] };
  const { nowMs } = moment;
  return { memory: { ...anew(memory, nowMs), beginsAnew: true }, actions: [] };
}

/** What was tried before counts no more. */
function anew(memory: LinkMemory, nowMs: number): LinkMemory {
  return { ...memory, rounds: 0, lookups: 0, tried: [], tryAtMs: nowMs, lookUpAtMs: nowMs };
}

/** How long a step waits beyond its least time: full jitter under a bound that doubles. In milliseconds. */
export function backoff(times: number, { random, limits }: Moment): number {
  const bound = limits.backoffMinMs * 2 ** Math.min(times, mostDoublings);
  return random * Math.min(limits.backoffMaxMs, bound);
}

function look(memory: LinkMemory, view: LinkView, moment: Moment): Transition {
  const works = isFresh(memory, moment);
  if (view.spec === undefined)
    return works
      ? up(memory, moment)
      : still(memory, moment, 'passive', 'the peer has endpoint = "none": it dials, this node waits');
  const news = hintFor(memory, view);
  if (news === 'same') {
    // Behind firewalls both ends have to be at what the controller puts first, and it may know more only now.
    return look({ ...memory, hintSerial: view.hint?.serial ?? 0, beginsAnew: true }, view, moment);
  }
  if (news === 'differs') return heed(memory, view, moment, works);
  return works ? up(memory, moment) : seek(memory, view, moment);
}

/** What a hint that was not heeded yet says. */
function hintFor(memory: LinkMemory, view: LinkView): 'none' | 'same' | 'differs' {
  const { spec, hint } = view;
  if (hint === undefined || hint.serial === memory.hintSerial || spec?.kind === 'address') return 'none';
  // Whatever the port: behind a NAT it is another than anybody knows.
  return hint.addresses.includes(endpointAddress(view.endpoint) ?? '') ? 'same' : 'differs';
}

/** A hint names another address than the one in use. */
function heed(memory: LinkMemory, view: LinkView, moment: Moment, works: boolean): Transition {
  const { nowMs, limits } = moment;
  const { hint } = view;
  const endpoint = bestHinted(view, moment);
  if (hint === undefined || endpoint === undefined) return seek(memory, view, moment);
  const heeded = { ...memory, hintSerial: hint.serial };
  const hasRoamed = memory.roamedAtMs !== undefined && nowMs - memory.roamedAtMs < roamedMs;
  const isLeft =
    hint.leftAddresses.includes(endpointAddress(view.endpoint) ?? '') || (hint.left && !hasRoamed);
  if (works && !isLeft) {
    const reason = 'a hint names another address';
    const isNew = memory.state !== 'suspect' || memory.reason !== reason;
    if (!isNew && nowMs - memory.sinceMs >= refutedMs) return up(heeded, moment);
    return still(memory, moment, 'suspect', reason, (memory.receivedAtMs ?? nowMs) + limits.freshMs);
  }
  const reason = works ? 'the peer said that it left its address' : 'a hint names another address';
  return set(anew(heeded, nowMs), view, moment, endpoint, reason, works);
}

/** Nothing arrives: the name is asked for, and endpoints get their turn. */
function seek(memory: LinkMemory, view: LinkView, moment: Moment): Transition {
  const { nowMs, limits } = moment;
  const { memory: asked, actions } = lookUp(memory, view, moment);
  const patientUntil =
    (memory.receivedAtMs ?? Number.NEGATIVE_INFINITY) + Math.max(patienceMs, limits.freshMs);
  const isPending = actions.length > 0 || view.name?.isPending === true;
  const candidates = candidatesOf(view, moment);
  if (nowMs < patientUntil) {
    const state = isPending ? 'resolving' : 'suspect';
    return { ...still(asked, moment, state, 'nothing arrives', patientUntil), actions };
  }
  // What a controller in contact says needs no word of a resolver, which may be out of reach with the line.
  const isHinted = view.inContact && bestHinted(view, moment) !== undefined;
  if (isPending && view.endpoint !== undefined && !isHinted)
    return { ...still(asked, moment, 'resolving', `nothing arrives, asking for ${hostOf(view)}`), actions };
  if (asked.beginsAnew && candidates[0] !== undefined)
    return begin(asked, actions, view, moment, candidates[0]);
  const next = nextOf(asked, view, candidates, nowMs);
  if (next === undefined) {
    const state = isPending
      ? 'resolving'
      : candidates.length === 0 && hostOf(view) === undefined
        ? 'passive'
        : 'backingOff';
    const due = candidates.length > 1 ? asked.tryAtMs : Number.POSITIVE_INFINITY;
    const nextMs = Math.min(due, lookUpDue(asked, view) ?? Number.POSITIVE_INFINITY);
    return { ...still(asked, moment, state, whyWaiting(candidates, view), nextMs), actions };
  }
  const done = set(asked, view, moment, next, 'nothing arrives, the next address has its turn', false);
  return { memory: done.memory, actions: [...actions, ...done.actions] };
}

/** The best endpoint has its turn, whatever was tried. */
function begin(
  memory: LinkMemory,
  lookups: readonly LinkAction[],
  view: LinkView,
  moment: Moment,
  best: string,
): Transition {
  const reason = 'there is news, the best address has its turn';
  const done = set({ ...memory, tried: [], rounds: 0 }, view, moment, best, reason, false);
  return { memory: done.memory, actions: [...lookups, ...(best === view.endpoint ? [] : done.actions)] };
}

function whyWaiting(candidates: readonly string[], view: LinkView): string {
  if (candidates.length > 1) return `nothing arrives at any of ${candidates.length} addresses`;
  if (candidates.length === 1) return 'nothing arrives at the only address that is known';
  const host = hostOf(view);
  return host === undefined
    ? 'no address of the peer is known: the controller has not named one yet'
    : `${host} has no address`;
}

/** Asks for the name once its answer has aged and the pause is over. */
function lookUp(memory: LinkMemory, view: LinkView, moment: Moment): Transition {
  const host = hostOf(view);
  const due = lookUpDue(memory, view);
  if (host === undefined || due === undefined || view.name?.isPending === true || moment.nowMs < due)
    return { memory, actions: [] };
  const lookUpAtMs = moment.nowMs + backoff(memory.lookups, moment);
  const lookups = memory.lookups + 1;
  return { memory: { ...memory, lookups, lookUpAtMs }, actions: [{ kind: 'resolve', host }] };
}

function lookUpDue({ lookUpAtMs }: LinkMemory, view: LinkView): number | undefined {
  if (hostOf(view) === undefined) return undefined;
  const { expiresMs = 0, isAnswered = false } = view.name ?? {};
  return Math.max(expiresMs, isAnswered ? Math.min(lookUpAtMs, expiresMs + agedMs) : lookUpAtMs);
}

/** The endpoint whose turn it is; undefined if it is the one in use, or not time yet. */
function nextOf(
  memory: LinkMemory,
  view: LinkView,
  candidates: readonly string[],
  nowMs: number,
): string | undefined {
  const inUse = view.endpoint;
  const untried = candidates.find((candidate) => candidate !== inUse && !memory.tried.includes(candidate));
  // One that nobody names any more needs no whole attempt if there is news.
  const isOutdated = inUse === undefined || !candidates.includes(inUse);
  if (nowMs < memory.tryAtMs && !(isOutdated && untried !== undefined)) return undefined;
  if (untried !== undefined) return untried;
  const at = inUse === undefined ? -1 : candidates.indexOf(inUse);
  const next = candidates[(at + 1) % Math.max(1, candidates.length)];
  return next === inUse ? undefined : next;
}

function set(
  memory: LinkMemory,
  view: LinkView,
  moment: Moment,
  endpoint: string,
  reason: string,
  evenIfWorking: boolean,
): Transition {
  const known = view.endpoint === undefined ? memory.tried : [...memory.tried, view.endpoint];
  const isAgain = memory.tried.includes(endpoint);
  const tried = isAgain ? [endpoint] : [...new Set([...known, endpoint])].slice(-2 * mostCandidates);
  const rounds = memory.rounds + (isAgain ? 1 : 0);
  const pause = rounds === 0 ? 0 : backoff(rounds, moment);
  const tryAtMs = moment.nowMs + attemptMs + pause;
  // What arrived came from where the peer is no more, and says nothing of the new endpoint.
  const receivedAtMs = evenIfWorking ? undefined : memory.receivedAtMs;
  const now = {
    ...memory,
    ...{ receivedAtMs, tried, rounds, tryAtMs, endpoint },
    beginsAnew: false,
    roamedAtMs: undefined,
  };
  const action: LinkAction = { kind: 'set', endpoint, evenIfWorking };
  return { ...still(now, moment, 'backingOff', reason, tryAtMs), actions: [action] };
}

function up(memory: LinkMemory, moment: Moment): Transition {
  const reset = { ...anew(memory, 0), beginsAnew: false };
  return still(reset, moment, 'up', 'something arrives');
}

/** The memory in a state, since when it is in it, and no action. */
function still(
  memory: LinkMemory,
  { nowMs }: Moment,
  state: LinkStateName,
  reason: string,
  nextMs?: number,
): Transition {
  const isSame = memory.state === state && memory.sinceMs !== 0;
  const sinceMs = isSame ? memory.sinceMs : nowMs;
  const due = nextMs === undefined || !Number.isFinite(nextMs) ? undefined : nextMs;
  return { memory: { ...memory, state, reason, sinceMs, nextMs: due }, actions: [] };
}

/** Takes in what was seen: whether something arrived, and whether WireGuard followed the peer by itself. */
function observed(memory: LinkMemory, view: LinkView, { nowMs }: Moment): LinkMemory {
  const isNew = hasArrived(memory.receivedBytes, view.receivedBytes);
  const receivedAtMs = isNew ? nowMs : memory.receivedAtMs;
  // What arrived from the new endpoint may have been glanced at before, when the endpoint shown was the old one.
  const isRecent = receivedAtMs !== undefined && nowMs - receivedAtMs <= mostGlanceAgeMs;
  const hasRoamed = memory.receivedBytes !== undefined && isRecent && view.endpoint !== memory.endpoint;
  return {
    ...memory,
    receivedBytes: view.receivedBytes,
    receivedAtMs,
    endpoint: view.endpoint,
    roamedAtMs: hasRoamed ? nowMs : memory.roamedAtMs,
  };
}

function isFresh({ receivedAtMs }: LinkMemory, { nowMs, limits }: Moment): boolean {
  return receivedAtMs !== undefined && nowMs - receivedAtMs < limits.freshMs;
}

function hostOf({ spec }: LinkView): string | undefined {
  return spec?.kind === 'name' ? spec.host : undefined;
}
