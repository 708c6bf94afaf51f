import { isIP } from 'node:net';
import * as z from 'zod';
import { name as networkName } from '../inventory/scalars.ts';

/** An address and port to listen on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A place at which routers reach the controller. */
export interface PublicEndpoint {
  /** Host name or address, without brackets. */
  readonly host: string;
  /** Public UDP port of WireGuard, absent where it is the one that the controller listens on. */
  readonly port?: number;
}

const hostPattern = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$/;

/** Takes `host`, `host:port`, `address`, `[address]:port` apart; undefined for anything else. */
export function parseEndpoint(text: string): PublicEndpoint | undefined {
  if (isIP(text) !== 0) return { host: text };
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  const valid = bracketed === undefined ? isHost(host) : isIP(host) === 6;
  if (!valid) return undefined;
  if (port === undefined) return { host };
  return isPort(Number(port), 1) ? { host, port: Number(port) } : undefined;
}

function isHost(text: string): boolean {
  // All digits and dots, but no address: a mistyped one, never a host name.
  return isIP(text) === 4 || (hostPattern.test(text) && !/^[\d.]+$/.test(text));
}

function parseListenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain ?? '';
  if (isIP(host) === 0 || !isPort(Number(port), 0)) return undefined;
  return { host, port: Number(port) };
}

function isPort(port: number, least: number): boolean {
  return Number.isInteger(port) && port >= least && port <= 65_535;
}

const listenAddress = z.string().transform((text, context): ListenAddress => {
  const parsed = parseListenAddress(text);
  if (parsed === undefined) {
    const message = `${JSON.stringify(text)} is no address and port, expected "[::]:7442" or "127.0.0.1:9900"`;
    context.addIssue({ code: 'custom', message });
  }
  return parsed ?? { host: '', port: 0 };
});

const endpoint = z.string().transform((text, context): PublicEndpoint => {
  const parsed = parseEndpoint(text);
  if (parsed === undefined) {
    const message = `${JSON.stringify(text)} is no endpoint, expected a host name or address, with ":port" if it is not the one listened on`;
    context.addIssue({ code: 'custom', message });
  }
  return parsed ?? { host: '' };
});

const path = z.string().startsWith('/', { error: 'expected a path that begins with "/"' });
// sun_path of unix(7) holds 108 bytes, the last one 0.
const socketPath = path.max(107, { error: 'the path of a socket has at most 107 bytes' });

/** controller.toml. Each key but `endpoints` has a default. */
export const configSchema = z.strictObject({
  name: networkName.optional(),
  endpoints: z.array(endpoint).min(1, { error: 'expected at least one host name or address' }),
  state_dir: path.default('/var/lib/towline'),
  network_dir: path.default('/etc/towline/network'),
  /** Where the key is that signs bundles, if not in state_dir; read once, at the start. */
  signing_key: path.optional(),
  socket: socketPath.default('/run/towline/admin.sock'),
  listen: z
    .strictObject({
      enrollment: listenAddress.prefault('[::]:7442'),
      agents: z.union([z.literal('management').transform(() => undefined), listenAddress]).optional(),
      agents_port: z.int().min(0).max(65_535).default(7443),
      http: listenAddress.prefault('127.0.0.1:9900'),
      wireguard_port: z.int().min(1).max(65_535).default(51_820),
    })
    .prefault({}),
  wireguard: z.strictObject({ mode: z.enum(['auto', 'kernel', 'userspace']).default('auto') }).prefault({}),
});

export type ConfigFile = z.output<typeof configSchema>;
