import { CommandError, type Run } from '../../shared/os/run.ts';
import { echoTo } from '../path-mtu/ping.ts';

/** What came of pings; empty if none could be sent. */
export type Echoed = 'answered' | 'silent' | '';

/** Bytes of an IPv6 header with that of ICMPv6. */
const headers = 48;
/** For one answer after the last of them was sent. */
const answerS = 0.9;
const patienceMs = 1500;

/** Sends a few pings of so many bytes, IPv6 header included, over an interface to a link-local address. */
export async function pingLink(
  run: Run,
  interfaceName: string,
  address: string,
  bytes: number,
): Promise<Echoed> {
  const size = String(Math.max(8, bytes - headers));
  const how = ['-6', '-n', '-q', '-c', '2', '-i', '0.3', '-W', String(answerS), '-M', 'do', '-s', size];
  try {
    await run('ping', [...how, `${address}%${interfaceName}`], {
      timeoutMs: patienceMs,
      env: { LC_ALL: 'C' },
    });
    return 'answered';
  } catch (error) {
    // 1: no answer; ended by us: still none.
    const isSilent =
      error instanceof CommandError && (error.exitCode === 1 || /took longer/.test(error.message));
    return isSilent ? 'silent' : '';
  }
}

/** Pings the endpoint of a link outside of it, as its own packets go. */
export async function pingOutside(run: Run, address: string): Promise<Echoed> {
  try {
    const echo = await echoTo(run, address);
    return (await echo(100)).is === 'answered' ? 'answered' : 'silent';
  } catch {
    return '';
  }
}
