import { TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { type BirdCheck, checkBirds } from '../check/bird.ts';
import type { Difference } from './differences.ts';

/**
 * Visits each difference in turn, and gives the BIRD configurations of the first `limit` of them to the real
 * `bird -p`, while the next ones are rendered.
 */
export async function checkDifferences(
  run: Run,
  differences: AsyncGenerator<Difference>,
  visit: (difference: Difference) => Promise<void>,
  limit: number,
): Promise<BirdCheck> {
  let given = 0;
  async function* configurations() {
    // By hand: where there is no BIRD the check ends this generator, and the differences are to go on.
    while (given < limit) {
      const next = await differences.next();
      if (next.done) return;
      await visit(next.value);
      if (next.value.kind === 'removed') continue;
      given++;
      const { outline, contents } = next.value.bundle;
      const files = new Map([...contents].map(([path, content]) => [path, content.toString('utf8')]));
      yield { name: outline.nodeName, files };
    }
  }
  const check = await checkBirds(run, configurations()).catch(async (error: unknown) => {
    // What is being rendered is waited for, or its failure would be nobody's.
    await differences.return(undefined);
    throw error;
  });
  let left = 0;
  for await (const difference of differences) {
    await visit(difference);
    if (difference.kind !== 'removed') left++;
  }
  if (left === 0 || limit === 0) return check;
  const text = `the BIRD configurations of ${left} more nodes were not checked: 'towline check' looks at all`;
  return { ...check, findings: [...check.findings, { kind: 'warning', nodes: [], text }] };
}

/** Throws `conflict` with BIRD's own words if it does not take a configuration. */
export function requireAccepted({ findings }: BirdCheck): void {
  const refused = findings.filter(({ kind }) => kind === 'bird');
  if (refused.length === 0) return;
  const shown = refused.slice(0, 20).map(({ text }) => text);
  if (refused.length > shown.length) shown.push(`and ${refused.length - shown.length} more nodes`);
  throw new TowlineError('conflict', `BIRD does not take what would be rendered\n${shown.join('\n')}`);
}
