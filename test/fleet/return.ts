import { pauseMs } from '../../agent/session/pause.ts';
import { createDoor } from '../../controller/agents/door.ts';
import { BusyError } from '../../shared/rpc/retry-after.ts';

export interface ReturnOptions {
  readonly nodes: number;
  /** Seconds for which the controller is away. */
  readonly outageS: number;
  /** What the nodes were told before; 0 for nothing. */
  readonly spreadS: number;
  /** How many of them are in their confirm window. */
  readonly urgent?: number;
}

export interface Returned {
  /** Attempts that reached the controller, in ms since it is back. */
  readonly arrivals: number[];
  /** When each node's session was there; the urgent ones apart too. */
  readonly doneMs: number[];
  readonly urgentDoneMs: number[];
  /** How long each of those let in was on its way. */
  readonly waits: number[];
  readonly putOff: number;
}

/** What one session takes of a controller's CPU, in ms. */
const serviceMs = 5;

/** Lets a fleet lose its controller and come back, in a time of its own. The same numbers give the same result. */
export function simulateReturn({ nodes, outageS, spreadS, urgent = 0 }: ReturnOptions): Returned {
  const random = numbers(7);
  const backMs = outageS * 1000;
  let now = 0;
  let missing = nodes;
  const door = createDoor({
    clock: { monotonic: () => now },
    roster: { all: () => ({ length: missing }) },
    watches: { nodes: () => 0 },
    random,
  });
  const events = new Queue();
  const result: Returned = { arrivals: [], doneMs: [], urgentDoneMs: [], waits: [], putOff: 0 };
  const failures = new Array<number>(nodes).fill(0);
  const next = (node: number, retryAfterMs?: number) => {
    const isUrgent = node < urgent;
    const pause = pauseMs({ failures: failures[node] ?? 0, spreadS, retryAfterMs, isUrgent }, random());
    failures[node] = (failures[node] ?? 0) + 1;
    events.put(now + pause, node);
  };
  for (let node = 0; node < nodes; node++) next(node);
  let busyUntil = backMs;
  for (;;) {
    const event = events.take();
    if (event === undefined) break;
    now = event.at;
    const { node } = event;
    if (node >= nodes) {
      door.entered(node - nodes);
      missing--;
      continue;
    }
    if (now < backMs) {
      next(node);
      continue;
    }
    result.arrivals.push(now - backMs);
    try {
      if (node >= urgent) door.enter(node);
    } catch (error) {
      if (!(error instanceof BusyError)) throw error;
      next(node, error.retryAfterMs);
      continue;
    }
    busyUntil = Math.max(busyUntil, now) + serviceMs;
    result.waits.push(busyUntil - now);
    result.doneMs.push(busyUntil - backMs);
    if (node < urgent) result.urgentDoneMs.push(busyUntil - backMs);
    // A number of its own tells that this node's session is there.
    events.put(busyUntil, node + nodes);
  }
  return { ...result, putOff: door.putOff() };
}

/** Pseudo-random numbers in [0, 1): mulberry32. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Event {
  readonly at: number;
  readonly node: number;
}

/** Events by their time: a binary heap. */
class Queue {
  readonly #heap: Event[] = [];

  put(at: number, node: number): void {
    const heap = this.#heap;
    let index = heap.push({ at, node }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  take(): Event | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return last;
    heap[0] = last;
    for (let index = 0; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < heap.length && this.#isBefore(child, least)) least = child;
      if (least === index) return first;
      this.#swap(index, least);
      index = least;
    }
  }

  #isBefore(one: number, other: number): boolean {
    return (this.#heap[one]?.at ?? Infinity) < (this.#heap[other]?.at ?? Infinity);
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const [a, b] = [heap[one], heap[other]];
    if (a === undefined || b === undefined) return;
    [heap[one], heap[other]] = [b, a];
  }
}
