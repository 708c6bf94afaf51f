import type { Bird } from '../../agent/bird/bird.ts';
import type { ProtocolState } from '../../agent/bird/protocols.ts';
import { TowlineError } from '../../shared/errors.ts';

/** Stands for BIRD. */
export class FakeBird implements Bird {
  running = false;
  /** What the next calls of `configure` throw, oldest first; empty is success. */
  readonly failures: string[] = [];
  checkFailure: string | undefined;
  readonly calls: string[] = [];
  /** Sessions that are shown; called at each look. */
  sessions: () => string[] = () => [];

  async isRunning() {
    return this.running;
  }

  async check(file: string) {
    this.calls.push(`check ${file}`);
    if (this.checkFailure !== undefined) throw new TowlineError('failed', this.checkFailure);
  }

  async configure() {
    this.calls.push('configure');
    const failure = this.failures.shift();
    if (failure !== undefined && failure !== '') throw new TowlineError('failed', failure);
    this.running = true;
  }

  async configureFrom(file: string) {
    this.calls.push(`configure ${file}`);
  }

  async protocols(): Promise<ProtocolState[]> {
    return this.sessions().map((name) => ({ name, type: 'BGP', state: 'up', bgpState: 'Established' }));
  }

  async bfdSessions() {
    return new Map<string, string>();
  }
}
