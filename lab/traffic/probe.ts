import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { TowlineError } from '../../shared/errors.ts';
import { environment } from '../namespaces/environment.ts';
import { type Loss, summarizeLoss } from './loss.ts';
import { pingCommand } from './ping.ts';
import { parsePingLine, unwrapSequence } from './ping-output.ts';

export interface ProbeOptions {
  /** Milliseconds from one packet to the next; 10 unless said otherwise. */
  readonly intervalMs?: number;
}

/** A ping that runs until it is stopped, and then knows of each packet whether it was answered. */
export class Probe {
  readonly #process: ChildProcessByStdio<null, Readable, Readable>;
  readonly #intervalMs: number;
  readonly #closed: Promise<void>;
  readonly #answered = new Map<number, number>();
  readonly #complaints: string[] = [];
  #lastSent = 0;
  #firstOpen = 1;

  constructor(
    enter: (command: readonly string[]) => string[],
    address: string,
    { intervalMs = 10 }: ProbeOptions = {},
  ) {
    this.#intervalMs = intervalMs;
    const ping = ['setpriv', '--pdeathsig', 'KILL', '--', ...pingCommand(address, intervalMs)];
    const [program = '', ...args] = enter(ping);
    this.#process = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
    this.#closed = new Promise((resolve) => {
      this.#process.once('close', () => resolve());
      this.#process.once('error', () => resolve());
    });
    createInterface({ input: this.#process.stdout }).on('line', (line) => this.#read(line));
    createInterface({ input: this.#process.stderr }).on('line', (line) => this.#complain(line));
  }

  /** Number of answers so far. */
  get received(): number {
    return this.#answered.size;
  }

  /** Number of packets that are known to have been sent. */
  get sent(): number {
    return this.#lastSent;
  }

  /** Resolves at the next answer to a packet sent from now on. Throws `failed` after `deadlineMs` milliseconds. */
  async answer(deadlineMs: number): Promise<void> {
    const before = this.#lastSent;
    await this.#until(() => this.#lastAnswered() > before, deadlineMs, 'was not answered');
  }

  /**
   * Ends the probe and sums it up. Packets sent until now are judged; each of them has `settleMs` milliseconds
   * (1,000 unless said otherwise) for its answer, during which the ping goes on.
   */
  async stop({ settleMs = 1000 }: { readonly settleMs?: number } = {}): Promise<Loss> {
    const sent = this.#lastSent;
    const deadline = Date.now() + settleMs;
    while (Date.now() < deadline && this.#running && !this.#allAnswered(sent)) {
      await delay(Math.min(this.#intervalMs, 50));
    }
    const endedItself = !this.#running;
    this.#process.kill('SIGKILL');
    await this.#closed;
    // Also when it died half-way: what it did not send was not lost, and "nothing lost" would be no finding.
    if (endedItself) {
      throw new TowlineError('failed', `the probe's ping ended by itself: ${this.#complaints.join('; ')}`);
    }
    return summarizeLoss(this.#answered, sent, this.#intervalMs);
  }

  get #running(): boolean {
    return (
      this.#process.pid !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  #read(line: string): void {
    const parsed = parsePingLine(line);
    if (parsed === undefined) return;
    const sequence = unwrapSequence(parsed.sequence, this.#lastSent);
    this.#lastSent = Math.max(this.#lastSent, sequence);
    if (parsed.kind === 'reply' && !this.#answered.has(sequence)) this.#answered.set(sequence, parsed.sentMs);
  }

  #complain(line: string): void {
    this.#complaints.push(line);
    if (this.#complaints.length > 10) this.#complaints.shift();
  }

  #lastAnswered(): number {
    let sequence = this.#lastSent;
    while (sequence > 0 && !this.#answered.has(sequence)) sequence--;
    return sequence;
  }

  #allAnswered(sent: number): boolean {
    while (this.#answered.has(this.#firstOpen)) this.#firstOpen++;
    return this.#firstOpen > sent;
  }

  async #until(condition: () => boolean, deadlineMs: number, otherwise: string): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!condition()) {
      if (Date.now() > deadline) {
        throw new TowlineError('failed', `the probe ${otherwise} within ${deadlineMs} ms`);
      }
      await delay(Math.min(this.#intervalMs, 50));
    }
  }
}
