import type { Lab } from '../lab.ts';
import type { Family } from '../topology/description.ts';

/** Whether the host behind `from` reaches the host behind `to`. */
export interface Reach {
  readonly from: string;
  readonly to: string;
  readonly family: Family;
  readonly reached: boolean;
}

const families: readonly Family[] = ['ipv4', 'ipv6'];

/**
 * Asks every host to ping every other one, IPv4 and IPv6 apart. Pairs that do not answer cost `timeoutMs`, so a
 * number of them is asked at once.
 */
export async function measureMatrix(lab: Lab, { timeoutMs = 1000, atOnce = 16 } = {}): Promise<Reach[]> {
  const questions = lab.nodesWithLan.flatMap((from) =>
    lab.nodesWithLan
      .filter((to) => to !== from)
      .flatMap((to) => families.map((family) => ({ from, to, family }))),
  );
  const answers: Reach[] = [];
  const worker = async (): Promise<void> => {
    for (let question = questions.pop(); question !== undefined; question = questions.pop()) {
      const address = lab.hostAddresses(question.to)[question.family];
      if (address === undefined) continue;
      const { received } = await lab.ping(`host-${question.from}`, address, { count: 1, timeoutMs });
      answers.push({ ...question, reached: received > 0 });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** The matrix as text: a row a sender, `46` where both families get through, `4`, `6`, or `.`. */
export function formatMatrix(matrix: readonly Reach[]): string {
  const names = [...new Set(matrix.map((reach) => reach.from))].sort();
  const cell = (from: string, to: string): string => {
    if (from === to) return '-';
    const reached = (family: Family) =>
      matrix.some(
        (reach) => reach.from === from && reach.to === to && reach.family === family && reach.reached,
      );
    return `${reached('ipv4') ? '4' : ''}${reached('ipv6') ? '6' : ''}` || '.';
  };
  const width = Math.max(...names.map((name) => name.length));
  const head = ' '.repeat(width + 2) + names.map((name) => name.slice(0, 4).padEnd(6)).join('');
  const rows = names.map(
    (from) => `${from.padEnd(width + 2)}${names.map((to) => cell(from, to).padEnd(6)).join('')}`,
  );
  return [head, ...rows].map((line) => line.trimEnd()).join('\n');
}
