import { TowlineError } from '../errors.ts';
import { CommandError, type Run } from '../os/run.ts';
import type { WireGuardMode } from './types.ts';

const timeoutMs = 10_000;

/** Whether an interface of this name is in our network namespace. Not from /sys, which may show another one. */
export async function linkExists(run: Run, name: string): Promise<boolean> {
  try {
    await run('ip', ['link', 'show', 'dev', name], { timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof CommandError && /does not exist|can't find device/i.test(error.output)) return false;
    throw error;
  }
}

/** Starts wireguard-go for an interface; resolves when it listens, since `wg` would remove its socket before. */
export type StartWireGuardGo = (name: string) => Promise<void>;

/** Makes a WireGuard interface of the kernel's, or starts a wireguard-go that outlives us. */
export async function createInterface(
  run: Run,
  name: string,
  mode: WireGuardMode,
  startGo: StartWireGuardGo = (own) => startWireGuardGo(run, own),
): Promise<void> {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(name)) {
    throw new TowlineError('invalid', `${JSON.stringify(name)} is no interface name of at most 15 bytes`);
  }
  if (mode !== 'userspace') {
    try {
      await run('ip', ['link', 'add', 'dev', name, 'type', 'wireguard'], { timeoutMs });
      return;
    } catch (error) {
      const lacking =
        error instanceof CommandError && /unknown device type|not supported/i.test(error.output);
      if (mode === 'kernel' || !lacking) throw error;
    }
  }
  await startGo(name);
}

async function startWireGuardGo(run: Run, name: string): Promise<void> {
  try {
    await run('wireguard-go', [name], {
      timeoutMs,
      detached: true,
      // With LOG_LEVEL it keeps our output open, with WG_PROCESS_FOREGROUND it does not become a daemon.
      env: { LOG_LEVEL: undefined, WG_PROCESS_FOREGROUND: undefined },
    });
  } catch (error) {
    throw error instanceof CommandError && isDenied(error) ? denied(error) : error;
  }
}

function isDenied({ output }: CommandError): boolean {
  return /permission denied|not permitted/i.test(output);
}

/** Its words come after a banner, and do not say which file it is about. */
function denied(cause: CommandError): TowlineError {
  const line = cause.output.split('\n').findLast((text) => text.trim() !== '') ?? '';
  const words = line.replace(/^ERROR: \(\S+\) \S+ \S+ /, '');
  const text = `wireguard-go: ${words}: it needs /dev/net/tun open to this user, /run/wireguard of this user, and CAP_NET_ADMIN`;
  return new TowlineError('failed', text, { cause });
}
