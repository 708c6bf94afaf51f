import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import type { Lab } from '../lab.ts';
import type { Programs } from './programs.ts';

/** Runs `towline … --json` at the controller and parses what it prints. */
export type Towline = (args: readonly string[]) => Promise<unknown>;

const pendingSchema = z.object({ pending: z.array(z.object({ code: z.string(), host_name: z.string() })) });

export interface EnrollmentOptions {
  /** What a node needs to find the controller. */
  readonly joinString: string;
  readonly programs: Programs;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Enrolls nodes: each asks to join, an admin sees the requests and approves each as the node that its host name
 * says, and each gets its answer. Throws what any of them said, or `failed` when time is up.
 */
export async function enrollNodes(
  lab: Lab,
  towline: Towline,
  nodes: readonly string[],
  { joinString, programs, deadlineMs, signal }: EnrollmentOptions,
): Promise<void> {
  const stop = new AbortController();
  const ended = signal ? AbortSignal.any([stop.signal, signal]) : stop.signal;
  // Each node waits for it.
  setMaxListeners(0, ended);
  const requests = nodes.map((node) =>
    lab.exec(node, [...programs.agent, 'enroll', joinString], { timeoutMs: deadlineMs, signal: ended }),
  );
  try {
    await Promise.all([...requests, approveAll(towline, nodes, deadlineMs, ended)]);
  } finally {
    stop.abort();
    await Promise.allSettled(requests);
  }
}

async function approveAll(
  towline: Towline,
  nodes: readonly string[],
  deadlineMs: number,
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set(nodes);
  const deadline = Date.now() + deadlineMs;
  while (waiting.size > 0 && !signal.aborted) {
    if (Date.now() > deadline) {
      throw new TowlineError(
        'failed',
        `no request to join came from ${[...waiting].join(', ')}: see their logs`,
      );
    }
    const { pending } = pendingSchema.parse(await towline(['pending']));
    const known = pending.filter(({ host_name }) => waiting.delete(host_name));
    await Promise.all(known.map(({ code, host_name }) => towline(['approve', code, '--node', host_name])));
    if (known.length === 0) await delay(100);
  }
}
