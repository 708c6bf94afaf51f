import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'smol-toml';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { describeIssues } from './issues.ts';
import { type AgentConfig, agentConfigSchema, customServices, knownServices } from './schema.ts';
import { serviceProblems } from './services.ts';

const defaultFile = '/etc/towline/agent.toml';

/**
 * Reads agent.toml. The default file may be missing, one that was asked for may not.
 *
 * @param file `--config`, or else TOWLINE_AGENT_CONFIG, or else /etc/towline/agent.toml
 */
export async function loadConfig(file: string | undefined): Promise<AgentConfig> {
  const path = configFile(file);
  let text = '';
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const mayBeMissing = path === defaultFile && (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (!mayBeMissing)
      throw new TowlineError('invalid', `${path}: cannot be read: ${messageOf(cause)}`, { cause });
  }
  return parseConfig(text, path);
}

/** Path of agent.toml. @param file `--config` */
export function configFile(file: string | undefined): string {
  return resolve(file ?? process.env.TOWLINE_AGENT_CONFIG ?? defaultFile);
}

/** Throws `invalid` with one line a problem. */
export function parseConfig(text: string, path: string): AgentConfig {
  let table: unknown;
  try {
    table = parse(text);
  } catch (cause) {
    throw new TowlineError('invalid', `${path}: ${messageOf(cause)}`, { cause });
  }
  const result = agentConfigSchema.safeParse(table);
  if (!result.success) throw new TowlineError('invalid', describeIssues(path, result.error));
  const config = result.data;
  const problems = [
    ...lostNames(table, config),
    ...samePort(config),
    ...serviceProblems(customServices(config), {
      shipped: knownServices,
      agentFolders: [config.state_dir, config.runtime_dir, config.helper_dir],
      configFile: resolve(path),
    }),
  ];
  if (problems.length === 0) return config;
  throw new TowlineError('invalid', problems.map((problem) => `${path}: ${problem}`).join('\n'));
}

/** Both listen at the same address. */
function samePort({ metrics, looking_glass }: AgentConfig): string[] {
  const isSame = metrics.port === looking_glass.port && metrics.port !== 0;
  return isSame ? [`looking_glass.port: ${metrics.port} is the port of the metrics, choose another`] : [];
}

/** A service called `__proto__` is one that zod passes over without a word. */
function lostNames(table: unknown, config: AgentConfig): string[] {
  const { service = {} } = table as { service?: object };
  return Object.keys(service)
    .filter((name) => !Object.hasOwn(config.service, name))
    .map((name) => `service.${name}: no name for a service`);
}
