import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'smol-toml';
import { TowlineError } from '../../shared/errors.ts';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { hostPort } from '../config/addresses.ts';
import { type ControllerConfig, parseConfig, readConfig } from '../config/load.ts';
import { type StatePaths, statePaths } from '../config/paths.ts';
import { parseEndpoint } from '../config/schema.ts';
import { createKeys, loadKeyHash } from '../keys/key-files.ts';
import { openStore } from '../store/store.ts';
import { requireFolders } from './folders.ts';
import { createRepositories } from './repositories.ts';

export interface InitOptions {
  /** Path of controller.toml. */
  readonly configPath: string;
  readonly name: string;
  /** Public `host` or `host:port`, best first. */
  readonly endpoints: readonly string[];
  /** Keys of controller.toml that are not to be the defaults. */
  readonly overrides: Readonly<Record<string, string>>;
}

export interface Initialised {
  readonly config: ControllerConfig;
  readonly networkName: string;
  readonly networkId: string;
  /** SHA-256 of the enrollment listener's key. */
  readonly keyHash: Buffer;
  /** `host:port` of the management tunnel, best first, where it was moved since controller.toml was written. */
  readonly movedTo: readonly string[];
  /** False if everything was there already. */
  readonly created: boolean;
}

/**
 * Makes a controller: keys, database, both git repositories, work tree, controller.toml. Each step leaves alone
 * what is there, so that a second run completes a first one that was killed, and changes nothing after a
 * complete one. All of it is this user's. Throws `invalid`, `conflict`, `denied`, `failed`.
 */
export async function init(options: InitOptions): Promise<Initialised> {
  const existing = readConfig(options.configPath);
  const text = existing === undefined ? configText(options) : '';
  const config = existing ?? parseConfig(options.configPath, text);
  const paths = statePaths(config);
  const wasComplete = existing !== undefined && isComplete(config, paths);
  await requireStateOwner(config.state_dir, 'towline init');
  if (!wasComplete) requireFolders(config, options.configPath);

  await mkdir(config.state_dir, { recursive: true, mode: 0o700 });
  await createKeys(paths.keys, config.signing_key === undefined, !existsSync(paths.database));
  const { facts, movedTo } = createNetwork(paths, options.name);
  await createRepositories(config, paths, facts);
  if (existing === undefined) {
    await mkdir(dirname(options.configPath), { recursive: true });
    await writeAtomically(options.configPath, text, 0o644);
  }
  const keyHash = await loadKeyHash(paths.keys);
  const { name, networkId } = facts;
  return { config, networkName: name, networkId, keyHash, movedTo, created: !wasComplete };
}

function isComplete(config: ControllerConfig, paths: StatePaths): boolean {
  return [
    paths.database,
    paths.inventory,
    paths.rendered,
    `${config.network_dir}/.git`,
    `${paths.keys}/tls.crt`,
  ].every(existsSync);
}

function createNetwork(paths: StatePaths, name: string) {
  const store = openStore(paths.database);
  try {
    const existing = store.network.find();
    const movedTo = store.tunnelMoves.all().at(-1)?.endpoints ?? [];
    if (existing !== undefined) return { facts: existing, movedTo };
    const facts = { networkId: randomBytes(16).toString('hex'), name, ula: randomUla(), epoch: 1 };
    store.network.insert(facts, Date.now());
    return { facts, movedTo };
  } finally {
    store.close();
  }
}

/** A random unique local /48 (RFC 4193 section 3.2.2: 40 random bits after fd). */
function randomUla(): string {
  const hex = `fd${randomBytes(5).toString('hex')}`;
  const groups = hex.match(/.{4}/g) ?? [];
  // The first group keeps its four digits, the others lose leading zeros, as RFC 5952 writes them.
  return groups.map((group, index) => (index === 0 ? group : group.replace(/^0{1,3}/, ''))).join(':');
}

function configText({ name, endpoints, overrides }: InitOptions): string {
  const parsed = endpoints.map((text) => {
    const endpoint = parseEndpoint(text);
    if (endpoint !== undefined)
      return endpoint.port === undefined ? endpoint.host : hostPort(endpoint.host, endpoint.port);
    throw new TowlineError(
      'invalid',
      `${JSON.stringify(text)} is no endpoint, expected a host name or address such as vpn.example.net, 192.0.2.1 or [2001:db8::1]:51820`,
    );
  });
  return `# Configuration of the controller. Restart 'towline serve' after a change; SIGHUP takes endpoints alone.
# endpoints: where routers reach this machine from outside, best first; a port after
# the host is that of WireGuard, where it is not listen.wireguard_port.
${stringify({ name, endpoints: parsed, ...overrides })}`;
}
