import { TowlineError } from '../../shared/errors.ts';
import { enterCommand, inUserNamespace, machineCommand, parentCommand } from '../namespaces/enter.ts';
import { Holder } from '../namespaces/holder.ts';
import { visibleFolders } from '../namespaces/visible-folders.ts';
import { machineScript } from '../setup/machine-script.ts';
import { labFolder, parentScript } from '../setup/parent-script.ts';
import type { WiringStep } from '../setup/wiring.ts';
import { netnsFolder, wiringScript } from '../setup/wiring-script.ts';
import { internet, lineOf } from '../topology/description.ts';
import { type ExecOptions, type ExecResult, runToEnd } from './execution.ts';

/** The lab's parent and the machines below it: where each one's namespaces are, and which of them run. */
export class Machines {
  readonly #names: readonly string[];
  readonly #lines: ReadonlySet<string>;
  readonly #parent: Holder;
  readonly #running = new Map<string, Holder>();
  #end: Promise<void> | undefined;

  private constructor(names: readonly string[], lines: readonly string[], parent: Holder) {
    this.#names = names;
    this.#lines = new Set(lines.map(lineOf));
    this.#parent = parent;
  }

  /** Starts the parent; `lines` are the machines that have one. */
  static async start(names: readonly string[], lines: readonly string[]): Promise<Machines> {
    const parent = await Holder.start(internet, parentCommand(visibleFolders()), parentScript);
    return new Machines(names, lines, parent);
  }

  runs(machine: string): boolean {
    return this.#running.get(machine)?.alive ?? false;
  }

  /** Argument vector that, run on this computer, runs a command on a machine. */
  enter(machine: string, command: readonly string[]): string[] {
    if (this.#end || !this.#parent.alive) {
      throw new TowlineError('conflict', 'the lab is down: bring it up again');
    }
    if (machine === internet) return enterCommand(this.#parent.pid, command);
    if (this.#lines.has(machine)) {
      return enterCommand(this.#parent.pid, ['nsenter', `--net=${netnsFolder}/${machine}`, '--', ...command]);
    }
    return enterCommand(this.#holder(machine).pid, command);
  }

  exec(machine: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return runToEnd((inner) => this.enter(machine, inner), machine, command, options);
  }

  /** Runs a bash script at the parent. A long here-document goes through a file: not one of this computer's. */
  async bash(script: string): Promise<void> {
    await this.exec(internet, ['bash', '-s'], { input: script, env: { TMPDIR: `${labFolder}/tmp` } });
  }

  async wire(steps: readonly WiringStep[]): Promise<void> {
    await this.bash(wiringScript(steps));
  }

  async nft(machine: string, ruleset: string): Promise<void> {
    await this.exec(machine, ['nft', '-f', '-'], { input: ruleset });
  }

  /** Boots a machine whose network namespace is there. */
  async boot(machine: string): Promise<void> {
    const args = [machine, inUserNamespace ? ',userxattr' : '', ...visibleFolders()];
    const command = this.enter(internet, machineCommand(`${netnsFolder}/${machine}`, args));
    this.#running.set(machine, await Holder.start(machine, command, machineScript));
  }

  /** Boots several at once; when one fails, the others have settled before that is thrown. */
  async bootAll(machines: readonly string[]): Promise<void> {
    const boots = await Promise.allSettled(machines.map((machine) => this.boot(machine)));
    for (const boot of boots) if (boot.status === 'rejected') throw boot.reason;
  }

  /** Ends all that runs on a machine at once. */
  async powerOff(machine: string): Promise<void> {
    const holder = this.#holder(machine);
    this.#running.delete(machine);
    await holder.end();
  }

  /** Ends everything; may be called more than once. */
  end(): Promise<void> {
    this.#end ??= this.#endAll();
    return this.#end;
  }

  async #endAll(): Promise<void> {
    await this.#parent.end();
    await Promise.all([...this.#running.values()].map((holder) => holder.end()));
  }

  #holder(machine: string): Holder {
    const holder = this.#running.get(machine);
    if (holder?.alive) return holder;
    if (this.#names.includes(machine)) {
      throw new TowlineError('conflict', `${machine} is stopped: start it first`);
    }
    const known = [internet, ...this.#names].join(', ');
    throw new TowlineError('notFound', `there is no machine '${machine}': name one of ${known}`);
  }
}
