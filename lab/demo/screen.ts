import { styleText } from 'node:util';
import { type FleetStatus, linksOf } from '../network/status.ts';

/** Shows what happens: steps as lines, nodes and links as a list that is redrawn on a terminal. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  readonly #started = Date.now();
  #drawn = 0;
  #last = new Map<string, string>();

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** One step that begins. */
  step(text: string): void {
    this.#drawn = 0;
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1).padStart(6);
    this.#out.write(`${this.#style('dim', `${seconds} s`)}  ${text}\n`);
  }

  /** Text that belongs to the last step. */
  text(text: string): void {
    this.#drawn = 0;
    this.#out.write(`${text.replaceAll(/^/gm, '          ')}\n`);
  }

  /** Nodes and links going green: redrawn in place on a terminal, else a line for each change. */
  status(status: FleetStatus): void {
    const states = new Map<string, string>([
      ...status.nodes.map((node): [string, string] => [
        `node ${node.name}`,
        `${node.condition}, release ${node.running_release ?? 0}`,
      ]),
      ...linksOf(status).map((link): [string, string] => [
        `link ${link.name}`,
        link.isEstablished ? 'established' : 'coming up',
      ]),
    ]);
    if (!this.#out.isTTY) {
      for (const [name, state] of states) if (this.#last.get(name) !== state) this.step(`${name}: ${state}`);
      this.#last = states;
      return;
    }
    if (this.#drawn > 0) this.#out.write(`\u001b[${this.#drawn}A\u001b[J`);
    for (const [name, state] of states) {
      const isGood = state.startsWith('ok') || state === 'established';
      this.#out.write(
        `          ${this.#style(isGood ? 'green' : 'yellow', isGood ? '●' : '○')} ${name.padEnd(28)} ${state}\n`,
      );
    }
    this.#drawn = states.size;
  }

  #style(style: 'dim' | 'green' | 'yellow', text: string): string {
    return this.#out.isTTY ? styleText(style, text) : text;
  }
}
