import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import { type Io, paint, plain } from './io.ts';

/** What is broken, unlike what is merely worth a thought. */
const bad: readonly string[] = ['disconnected', 'bird'];

/** Findings, a line each. */
export function findingLines(io: Io, findings: readonly Finding[]): string {
  return findings
    .map(
      ({ kind, text }) =>
        `${paint(io, bad.includes(kind) ? 'red' : 'yellow', `${label(kind)}:`)} ${plain(text)}\n`,
    )
    .join('');
}

/** `single_point_node` is `single point node`. */
function label(kind: string): string {
  return plain(kind).replaceAll('_', ' ');
}

export function findingDocuments(findings: readonly Finding[]) {
  return findings.map(({ kind, nodes, text }) => ({ kind, nodes, text }));
}

export function warningLines(io: Io, warnings: readonly string[]): string {
  return warnings.map((warning) => `${paint(io, 'yellow', 'warning:')} ${plain(warning)}\n`).join('');
}
