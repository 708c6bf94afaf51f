import { messageOf } from '../errors.ts';

/** `bad`: it does not work so. `warn`: it works, and somebody should look. */
export type Grade = 'good' | 'warn' | 'bad';

/** One thing that was looked at. */
export interface Finding {
  /** What it is about, for example `bird`. */
  readonly check: string;
  readonly grade: Grade;
  /** What was found. */
  readonly found: string;
  /** The command or the change that mends it; absent where nothing is to be mended. */
  readonly remedy?: string;
}

/** Looks at one thing; what it throws is a finding of its own. */
export interface Check {
  readonly name: string;
  readonly look: () => Promise<Finding | readonly Finding[]>;
}

export function good(check: string, found: string): Finding {
  return { check, grade: 'good', found };
}

export function warn(check: string, found: string, remedy: string): Finding {
  return { check, grade: 'warn', found, remedy };
}

export function bad(check: string, found: string, remedy: string): Finding {
  return { check, grade: 'bad', found, remedy };
}

/** Looks at everything side by side; resolves to the findings in the order of the checks, never rejects. */
export async function examine(checks: readonly Check[]): Promise<Finding[]> {
  const found = await Promise.all(
    checks.map(async ({ name, look }) => {
      try {
        return await look();
      } catch (error) {
        return bad(name, messageOf(error), 'see the message');
      }
    }),
  );
  return found.flat();
}

/** The worst of them. */
export function worst(findings: readonly Finding[]): Grade {
  const grades = findings.map(({ grade }) => grade);
  return grades.includes('bad') ? 'bad' : grades.includes('warn') ? 'warn' : 'good';
}

/** A line a finding, and below it what mends it. @param paint given the grade, the word in its colour */
export function findingsText(findings: readonly Finding[], paint: (grade: Grade) => string): string {
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, grade, found, remedy }) => [
    `${paint(grade)}  ${check.padEnd(width)}  ${found}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(width + 8)}-> ${remedy}`]),
  ]);
  const count = (grade: Grade) => findings.filter((finding) => finding.grade === grade).length;
  return `${[...lines, '', `${count('good')} good, ${count('warn')} to look at, ${count('bad')} bad`].join('\n')}\n`;
}
