import { readFile } from 'node:fs/promises';
import type { Bird } from '../../agent/bird/bird.ts';
import type { BirdDetails } from '../../agent/bird/details.ts';
import type { ProtocolState } from '../../agent/bird/protocols.ts';
import type { BirdState } from '../../agent/bird/state.ts';
import { TowlineError } from '../../shared/errors.ts';

/** Stands for BIRD. */
export class FakeBird implements Bird {
  running = false;
  /** What the next calls of `configure` throw, oldest first; empty is success. */
  readonly failures: string[] = [];
  /** The configuration that `configure` reads; without one it reads none. */
  file: string | undefined;
  /** Text of the configuration that it took last. */
  loaded = '';
  checkFailure: Error | undefined;
  readonly calls: string[] = [];
  /** Sessions that are shown; called at each look. */
  sessions: () => string[] = () => [];
  /** Protocols that it has besides, none of them established. */
  configured = ['tl_hamburg', 'tl_kiel', 'tl_bonn', 'tl_a', 'tl_b', 'tl_c'];
  detectionMs = 0;
  /** What another hand did to it since it was configured. */
  hand: string | undefined;

  async state(): Promise<BirdState> {
    return this.running ? 'running' : 'absent';
  }

  async isRunning() {
    return this.running;
  }

  async requireAnswer() {}

  async otherHand() {
    return this.hand;
  }

  async check(file: string) {
    this.calls.push(`check ${file}`);
    if (this.checkFailure !== undefined) throw this.checkFailure;
  }

  async configure(_signal?: AbortSignal, path = this.file) {
    this.calls.push('configure');
    const failure = this.failures.shift();
    if (failure !== undefined && failure !== '') throw new TowlineError('failed', failure);
    if (path !== undefined) this.loaded = await readFile(path, 'utf8');
    this.running = true;
    this.hand = undefined;
  }

  async configureFrom(file: string) {
    this.calls.push(`configure ${file}`);
    this.loaded = await readFile(file, 'utf8');
  }

  async details(): Promise<BirdDetails> {
    throw new TowlineError('unavailable', 'nobody listens');
  }

  async protocols(): Promise<ProtocolState[]> {
    const established = this.sessions();
    const others = this.configured.filter((name) => !established.includes(name));
    return [
      ...established.map((name) => ({ name, type: 'BGP', state: 'up', bgpState: 'Established' })),
      ...others.map((name) => ({ name, type: 'BGP', state: 'start', bgpState: 'Active' })),
    ];
  }

  async bfdDetection() {
    return new Map(this.configured.map((name) => [name.replace('_', '-'), this.detectionMs]));
  }

  async bfdSessions() {
    return new Map<string, string>();
  }
}
