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

export const exitCodeHelp = `
Exit codes:
  0  done; for status: a bundle is confirmed and every link's session is established
  1  failed
  2  wrong usage or configuration
  3  this router is not enrolled
  4  status, links, doctor: not everything is as it should be
  5  the agent, or the controller, is away
  6  refused by the controller, or by the rules of trust
`;

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
