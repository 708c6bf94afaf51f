import { dirname, normalize, resolve } from 'node:path';
import * as z from 'zod';
import { isServiceName } from '../../shared/bundle/path.ts';

const argument = z.string().refine((text) => !text.includes('\0'), 'expected no NUL character');
/** A program and its arguments; no shell sees them. */
const command = z
  .array(argument)
  .min(1)
  .refine(([program]) => program !== '', 'expected a program first');

/** `[service.<name>]` of agent.toml: a service of the admin's own. */
export const customServiceSchema = z.strictObject({
  /** Folder on this machine that takes the service's files. Its parent must be there. */
  destination: z.string(),
  /** `user` or `user:group`; the agent's own if absent. */
  owner: z
    .string()
    .regex(
      /^[A-Za-z_][A-Za-z0-9_.-]{0,31}(:[A-Za-z_][A-Za-z0-9_.-]{0,31})?$/,
      'expected "user" or "user:group"',
    )
    .optional(),
  /** Permission bits; those of the bundle if absent. */
  mode: z
    .string()
    .regex(/^0?[0-7]{3}$/, 'expected octal text such as "0644"')
    .transform((text) => Number.parseInt(text, 8))
    .optional(),
  /** Command that refuses files before anything is switched; `{folder}` is where they are staged. */
  check: command.optional(),
  /** Command that makes the service take its files; `{destination}` is where they are. */
  reload: command.optional(),
  /** The longest that each command may take, in seconds. */
  timeout_s: z.int().min(1).max(600).default(30),
});

/** A service of the admin's own, as agent.toml says it. */
export interface CustomService extends z.output<typeof customServiceSchema> {
  readonly name: string;
}

/** What destinations have to keep away from. */
export interface Surroundings {
  /** Services that the agent has by itself. */
  readonly shipped: readonly string[];
  /** The agent's own folders. */
  readonly agentFolders: readonly string[];
  readonly configFile: string;
}

/** What is wrong with names and destinations of custom services, one line each: `service.<name>…: problem`. Pure. */
export function serviceProblems(services: readonly CustomService[], around: Surroundings): string[] {
  return services.flatMap(({ name, destination }, index) => {
    const key = `service.${name}`;
    if (around.shipped.includes(name) || name === 'manifest.pb')
      return [`${key}: the name is the agent's own, name yours differently`];
    if (!isServiceName(name)) {
      return [
        `${key}: no name for a service, expected letters, digits, ".", "_" and "-", at most 64, no "." first`,
      ];
    }
    const problem = folderProblem(destination, around.configFile);
    if (problem !== undefined) return [`${key}.destination: ${problem}`];
    const mine = around.agentFolders.find((folder) => overlaps(resolve(folder), destination));
    if (mine !== undefined) return [`${key}.destination: overlaps ${mine}, which is the agent's own`];
    const other = services.slice(0, index).find((before) => overlaps(before.destination, destination));
    return other === undefined ? [] : [`${key}.destination: overlaps that of service.${other.name}`];
  });
}

/** Whether one folder is the other, or inside it. Both are absolute and normal. Pure. */
export function overlaps(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

const shared = [
  ...['bin', 'games', 'include', 'lib', 'lib32', 'lib64', 'libexec', 'local', 'sbin', 'share', 'src'].map(
    (name) => `/usr/${name}`,
  ),
  ...['bin', 'etc', 'lib', 'sbin', 'share'].map((name) => `/usr/local/${name}`),
  ...['backups', 'cache', 'lib', 'local', 'lock', 'log', 'mail', 'opt', 'run', 'spool', 'tmp'].map(
    (name) => `/var/${name}`,
  ),
  '/run/lock',
  '/etc/towline',
];

function folderProblem(destination: string, configFile: string): string | undefined {
  const isNormal = destination.startsWith('/') && normalize(destination) === destination;
  if (!isNormal || (destination.length > 1 && destination.endsWith('/')) || destination.includes('\0')) {
    return 'expected an absolute path without "." and "..", and without "/" at its end';
  }
  const own = "expected a folder of the service's own, such as /etc/towline/nftables.d";
  const isTop = destination.lastIndexOf('/') === 0;
  const isKernel = ['/proc', '/sys', '/dev'].some((folder) => destination.startsWith(`${folder}/`));
  if (isTop || isKernel || shared.includes(destination)) return `${destination} is the system's, ${own}`;
  if (`${configFile}/`.startsWith(`${destination}/`))
    return `${dirname(configFile)} holds agent.toml, ${own}`;
  return undefined;
}
