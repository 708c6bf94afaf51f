import { type ErrorCode, TowlineError } from '../shared/errors.ts';

/** What the agent's commands exit with. */
export const exitCode = {
  ok: 0,
  failed: 1,
  usage: 2,
  notEnrolled: 3,
  degraded: 4,
  away: 5,
  refused: 6,
} as const;

/** What the codes say. */
export const exitCodeTable: readonly (readonly [code: number, meaning: string])[] = [
  [exitCode.ok, "done; for status: a bundle is confirmed and every link's session is established"],
  [exitCode.failed, 'failed'],
  [exitCode.usage, 'wrong usage or configuration'],
  [exitCode.notEnrolled, 'this router is not enrolled'],
  [exitCode.degraded, 'status, links, doctor: not everything is as it should be'],
  [exitCode.away, 'the agent, or the controller, is away'],
  [exitCode.refused, 'refused by the controller, or by the rules of trust'],
];

export const exitCodeHelp = `\nExit codes:\n${exitCodeTable.map(([code, meaning]) => `  ${code}  ${meaning}\n`).join('')}`;

const codes: Record<ErrorCode, number> = {
  invalid: exitCode.usage,
  notFound: exitCode.notEnrolled,
  exists: exitCode.failed,
  conflict: exitCode.failed,
  denied: exitCode.refused,
  unauthenticated: exitCode.refused,
  unavailable: exitCode.away,
  untrusted: exitCode.refused,
  failed: exitCode.failed,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof TowlineError ? codes[error.code] : exitCode.failed;
}
