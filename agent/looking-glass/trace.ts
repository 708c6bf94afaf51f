import { isIP } from 'node:net';
import { TowlineError } from '../../shared/errors.ts';
import type { Hop } from '../../shared/looking-glass/trace.ts';
import { isUsable } from '../../shared/net/address-kind.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';

/** Hops that are looked for side by side: most ways in a network are no longer. */
const batch = 8;
/** Four batches at a second each end before the controller has lost patience. */
export const mostHops = 32;
const answerS = 1;
const graceMs = 2_000;

/**
 * The routers on the way to an address, each found by one ping (iputils) that may go so many hops. Ends where nobody
 * answers for a whole batch. Throws `invalid` for what is no address of a machine, `failed` if there is no way, or no
 * such ping.
 */
export async function traceTo(run: Run, address: string, signal: AbortSignal): Promise<Hop[]> {
  if (isIP(address) === 0 || !isUsable(address))
    throw new TowlineError('invalid', `${JSON.stringify(address.slice(0, 60))} is no address of a machine`);
  const target = canonicalAddress(address);
  const hops: Hop[] = [];
  while (hops.length < mostHops) {
    const numbers = Array.from({ length: batch }, (_, index) => hops.length + index + 1);
    const found = await Promise.all(numbers.map((number) => hopTo(run, target, number, signal)));
    const last = found.findIndex(({ rttMs, refusal }) => rttMs !== undefined || refusal !== undefined);
    hops.push(...(last === -1 ? found : found.slice(0, last + 1)));
    if (last !== -1 || found.every(({ address: router }) => router === undefined)) return hops;
  }
  return hops;
}

async function hopTo(run: Run, address: string, number: number, signal: AbortSignal): Promise<Hop> {
  try {
    const output = await run(
      'ping',
      ['-n', '-c', '1', '-W', String(answerS), '-t', String(number), address],
      { timeoutMs: answerS * 1000 + graceMs, env: { LC_ALL: 'C' }, signal },
    );
    return { number, address, ...rttOf(output) };
  } catch (error) {
    signal.throwIfAborted();
    // 1: no answer came, whatever the reason.
    if (!(error instanceof CommandError) || error.exitCode !== 1) throw noWay(error, address);
    if (/busybox|got ICMP/i.test(error.output))
      throw new TowlineError('failed', 'this ping does not say who answers: install iputils (iputils-ping)');
    return { number, ...readAnswer(error.output) };
  }
}

function rttOf(output: string): { rttMs: number } {
  return { rttMs: Number(/ time[=<](\d+(?:\.\d+)?) ms/.exec(output)?.[1] ?? 0) };
}

/** Who answered to a ping that did not arrive, and what. Pure. */
export function readAnswer(output: string): Pick<Hop, 'address' | 'refusal'> {
  const [, router, words = ''] =
    /^From ([0-9a-f.:]*[0-9a-f])(?:%\S+?)?:? icmp_seq=\d+ (.+)$/im.exec(output) ?? [];
  if (router === undefined || isIP(router) === 0) return {};
  return /^Time (?:to live )?exceeded/i.test(words)
    ? { address: router }
    : { address: router, refusal: words.trim().slice(0, 80) };
}

function noWay(error: unknown, address: string): unknown {
  if (!(error instanceof CommandError)) return error;
  const said = error.output
    .split('\n')
    .at(-1)
    ?.replace(/^(?:(?:ping|connect): )+/, '');
  return new TowlineError('failed', `no way to ${address}: ${said || error.message}`, { cause: error });
}
