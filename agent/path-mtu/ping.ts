import { isIP } from 'node:net';
import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { fwmark } from '../../shared/wireguard-names.ts';
import type { Echo } from './search.ts';

/** Bytes of an IP header with that of ICMP. */
const headers = { 4: 28, 6: 48 } as const;
/** For an answer, and for a program beside that. */
const usual = { answerS: 1, graceMs: 5_000 };

const routes = z.array(z.object({ dev: z.string().min(1) })).min(1);

/**
 * Gives what sends one ping (iputils) of so many bytes, IP header included, out of the interface that WireGuard's own
 * packets take; nobody may fragment it. By the interface, not by their mark: ping has a capability of its own file, and
 * with it loses that of our user, which setting a mark takes. Rejects with CommandError or `failed` if there is no way,
 * or no such ping.
 */
export async function echoTo(
  run: Run,
  address: string,
  { answerS, graceMs }: { readonly answerS: number; readonly graceMs: number } = usual,
): Promise<(bytes: number) => Promise<Echo>> {
  const family = isIP(address) === 6 ? 6 : 4;
  const way = ['-json', `-${family}`, 'route', 'get', address, 'mark', String(fwmark)];
  const device = deviceOf(await run('ip', way, { timeoutMs: graceMs }));
  const how = ['-n', '-c', '1', '-W', String(answerS), '-M', 'do', '-I', device];
  return async (bytes) => {
    const size = String(bytes - headers[family]);
    try {
      await run('ping', [...how, '-s', size, address], {
        timeoutMs: answerS * 1000 + graceMs,
        env: { LC_ALL: 'C' },
      });
      return { is: 'answered' };
    } catch (error) {
      // 1: no answer came, whatever the reason.
      if (error instanceof CommandError && error.exitCode === 1) return readRefusal(error.output);
      throw error;
    }
  };
}

function deviceOf(text: string): string {
  try {
    const [first] = routes.parse(JSON.parse(text));
    if (first !== undefined) return first.dev;
  } catch (cause) {
    throw new TowlineError('failed', 'ip -json printed what cannot be read', { cause });
  }
  throw new TowlineError('failed', 'there is no way out');
}

/** What ping says of a packet that was not answered. Pure. */
export function readRefusal(output: string): Echo {
  const named = /(?:message too long|frag needed|packet too big)[^\n]*?mtu ?= ?(\d{2,5})/i.exec(output)?.[1];
  if (named !== undefined) return { is: 'tooBig', mtu: Number(named) };
  return /message too long|frag needed|packet too big/i.test(output) ? { is: 'tooBig' } : { is: 'silent' };
}
