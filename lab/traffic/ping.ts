import { TowlineError } from '../../shared/errors.ts';
import type { ExecOptions, ExecResult } from '../machines/execution.ts';
import { type Loss, summarizeLoss } from './loss.ts';
import { parsePingLine, unwrapSequence } from './ping-output.ts';

export interface PingOptions {
  /** Number of packets; 3 unless said otherwise. */
  readonly count?: number;
  /** Milliseconds from one packet to the next; 10 unless said otherwise. */
  readonly intervalMs?: number;
  /** Milliseconds to wait for the last answers; 1,000 unless said otherwise. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

type Exec = (command: readonly string[], options: ExecOptions) => Promise<ExecResult>;

/** Arguments that every ping here has: numbers, time stamps, and a word on each packet that is not answered yet. */
export function pingCommand(address: string, intervalMs: number): string[] {
  return ['ping', '-n', '-D', '-O', '-i', String(intervalMs / 1000), address];
}

/** Sends packets and counts what comes back. Throws `failed` only when ping itself cannot work. */
export async function ping(exec: Exec, address: string, options: PingOptions = {}): Promise<Loss> {
  const { count = 3, intervalMs = 10, timeoutMs = 1000, signal } = options;
  const limits = ['-c', String(count), '-W', String(timeoutMs / 1000)];
  const { stdout, stderr, exitCode } = await exec([...pingCommand(address, intervalMs), ...limits], {
    allowFailure: true,
    timeoutMs: count * intervalMs + timeoutMs + 30_000,
    ...(signal ? { signal } : {}),
  });
  // 1: no answer. 2 is any other error; having no route is an answer to the question, not an error of it.
  if (exitCode > 1 && !/unreachable/i.test(stderr)) {
    throw new TowlineError('failed', `ping ${address} failed: ${stderr.trim() || `exit code ${exitCode}`}`);
  }
  return summarizeLoss(answers(stdout.split('\n')), count, intervalMs);
}

function answers(lines: readonly string[]): Map<number, number> {
  const answered = new Map<number, number>();
  let last = 0;
  for (const line of lines) {
    const parsed = parsePingLine(line);
    if (parsed === undefined) continue;
    last = unwrapSequence(parsed.sequence, last);
    if (parsed.kind === 'reply' && !answered.has(last)) answered.set(last, parsed.sentMs);
  }
  return answered;
}
