import { CommandError, type Run } from '../../shared/os/run.ts';
import { echoTo } from '../path-mtu/ping.ts';

/** What came of pings; empty if none could be sent. */
export type Echoed = 'answered' | 'silent' | '';

/** Bytes of an IPv6 header with that of ICMPv6. */
const headers = 48;
/** For one answer after the last of them was sent. */
const answerS = 0.6;

/**
 * Sends a few pings of so many bytes, IPv6 header included, over an interface to a link-local address. Throws
 * CommandError where the program was not done in time: that is no silence.
 */
export async function pingLink(
  run: Run,
  interfaceName: string,
  address: string,
  bytes: number,
  timeoutMs: number,
): Promise<Echoed> {
  const size = String(Math.max(8, bytes - headers));
  const how = ['-6', '-n', '-q', '-c', '2', '-i', '0.3', '-W', String(answerS), '-M', 'do', '-s', size];
  try {
    await run('ping', [...how, `${address}%${interfaceName}`], { timeoutMs, env: { LC_ALL: 'C' } });
    return 'answered';
  } catch (error) {
    if (isLate(error)) throw error;
    // 1: no answer.
    return error instanceof CommandError && error.exitCode === 1 ? 'silent' : '';
  }
}

/** Pings the endpoint of a link outside of it, as its own packets go. Throws as `pingLink` does. */
export async function pingOutside(run: Run, address: string, timeoutMs: number): Promise<Echoed> {
  try {
    const echo = await echoTo(run, address, { answerS, graceMs: Math.max(0, timeoutMs - answerS * 1000) });
    return (await echo(100)).is === 'answered' ? 'answered' : 'silent';
  } catch (error) {
    if (isLate(error)) throw error;
    return '';
  }
}

/** Whether a program was ended since it took too long. */
export function isLate(error: unknown): error is CommandError {
  return error instanceof CommandError && error.isLate;
}
