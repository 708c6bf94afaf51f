import { InventoryError, type Problem } from '../inventory/problems.ts';
import type { RenderedNode } from './renderer.ts';

/** What is wrong with templates, gathered over many nodes: the same fault is told once. */
export interface TemplateFaults {
  readonly found: boolean;
  add(rendered: RenderedNode): void;
  /** Throws InventoryError if there was any. */
  throwIfAny(): void;
}

export function createTemplateFaults(): TemplateFaults {
  const faults = new Map<string, { problem: Problem; nodes: string[] }>();
  return {
    get found() {
      return faults.size > 0;
    },
    add({ node, problems }) {
      for (const problem of problems) {
        const key = JSON.stringify([problem.file, problem.line, problem.text]);
        const fault = faults.get(key) ?? { problem, nodes: [] };
        fault.nodes.push(node);
        faults.set(key, fault);
      }
    },
    throwIfAny() {
      if (faults.size === 0) return;
      const problems = [...faults.values()].map(({ problem, nodes: [first, ...others] }) => {
        const more =
          others.length === 0 ? '' : ` and ${others.length} other${others.length === 1 ? '' : 's'}`;
        return { ...problem, text: `for node ${first}${more}: ${problem.text}` };
      });
      throw new InventoryError(problems);
    },
  };
}
