import * as z from 'zod';
import { type CustomService, customServiceSchema } from './services.ts';

const path = z.string().regex(/^\//, 'expected an absolute path');

/** Services whose files an agent understands. A manifest that names another one is refused. */
export const knownServices = ['wireguard', 'bird', 'agent'] as const;

/** agent.toml: every key has a default, and no other key is taken. */
export const agentConfigSchema = z.strictObject({
  /** Keys, enrollment, journal and bundles. */
  state_dir: path.default('/var/lib/towline'),
  /** Status; a tmpfs. */
  runtime_dir: path.default('/run/towline'),
  /** Where the root helper has its socket; a tmpfs. */
  helper_dir: path.default('/run/towline-helper'),
  /** Which WireGuard to use for new interfaces. */
  wireguard: z.enum(['auto', 'kernel', 'userspace']).default('auto'),
  /**
   * Command that starts wireguard-go for `{interface}`, where the kernel has no WireGuard, and returns when it listens;
   * by default the agent starts it itself.
   */
  wireguard_go_start: z.array(z.string()).min(1).optional(),
  /** Services that the controller may configure here. */
  services: z.array(z.enum(knownServices)).default([...knownServices]),
  /** Services of the admin's own, by name; see `serviceProblems` for what their names and folders may be. */
  service: z.record(z.string(), customServiceSchema).default({}),
  bird: z
    .strictObject({
      /** Control socket of BIRD. */
      socket: path.default('/run/bird/bird.ctl'),
      /** Program that checks configurations. */
      program: z.string().min(1).default('bird'),
      /** Command that starts BIRD as a daemon; by default `program` with the agent's own paths. */
      start: z.array(z.string()).min(1).optional(),
    })
    .prefault({}),
  tracker: z
    .strictObject({
      /** Time between two looks at the links. */
      interval_ms: z.int().min(100).max(60_000).default(1000),
      /** The least time within which something has to arrive at a link that works; else it is two BFD intervals. */
      fresh_ms: z.int().min(500).max(600_000).default(500),
      /** Time that a name has to resolve. */
      resolve_timeout_ms: z.int().min(100).max(60_000).default(5000),
    })
    .prefault({}),
  tunnel: z
    .strictObject({
      /** Time between two packets to the controller: behind a NAT that gets another address, it learns of it by them. */
      keepalive_s: z.int().min(1).max(3600).default(5),
      /** Time between two probes of the IP family that the tunnel does not use; 0 for none. */
      probe_s: z.int().min(0).max(86_400).default(600),
    })
    .prefault({}),
  metrics: z
    .strictObject({
      /** TCP port for Prometheus at the node's management address; 0: none. */
      port: z.int().min(0).max(65_535).default(9901),
    })
    .prefault({}),
  looking_glass: z
    .strictObject({
      /** TCP port for a front end of bird-lg-go at the node's management address; 0: none. */
      port: z.int().min(0).max(65_535).default(0),
    })
    .prefault({}),
  report: z
    .strictObject({
      /** Time between two reports when nothing changes. */
      heartbeat_s: z.int().min(1).max(3600).default(30),
    })
    .prefault({}),
});

export type AgentConfig = z.infer<typeof agentConfigSchema>;

/** The services of the admin's own, sorted by name. */
export function customServices(config: Pick<AgentConfig, 'service'>): CustomService[] {
  return Object.entries(config.service)
    .map(([name, service]) => ({ name, ...service }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
