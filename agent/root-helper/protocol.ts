import * as z from 'zod';
import { isServiceName, parseBundlePath } from '../../shared/bundle/path.ts';
import { isAgentInterface } from '../../shared/wireguard-names.ts';
import { parseRequest, type SocketProtocol } from '../socket/protocol.ts';

const service = z.string().refine(isServiceName);
// The service's name says nothing about a file's, which is one part of a path.
const name = z.string().refine((file) => parseBundlePath(`service/${file}`) !== undefined);
const names = z.array(name).max(10_000);
const mode = z.int().min(0).max(0o777);
const destination = z.string().startsWith('/').max(4096);

/**
 * All that the root helper does. What may be named is in agent.toml: a service or its folder, a file's name below it,
 * BIRD, and interfaces of the agent's; no program, no path, no owner.
 */
const requestSchema = z.discriminatedUnion('do', [
  /** Answered with the names of the files that are not as they should be. */
  z.strictObject({
    do: z.literal('differing'),
    service,
    wanted: z.array(z.strictObject({ name, mode, sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(10_000),
  }),
  /** Answered with the names that are there. */
  z.strictObject({ do: z.literal('present'), destination, names }),
  z.strictObject({
    do: z.literal('place'),
    service,
    files: z.array(z.strictObject({ name, mode, content: z.base64() })).max(10_000),
    gone: names,
  }),
  z.strictObject({ do: z.literal('remove'), destination, names }),
  z.strictObject({ do: z.literal('reload'), service }),
  z.strictObject({ do: z.literal('startBird') }),
  z.strictObject({ do: z.literal('startWireGuard'), interface: z.string().refine(isAgentInterface) }),
]);

export type HelperRequest = z.infer<typeof requestSchema>;

/** What a request is about, for the log. Pure. */
export function subjectOf(request: HelperRequest): string {
  if ('service' in request) return request.service;
  if ('destination' in request) return request.destination;
  return 'interface' in request ? request.interface : 'bird';
}

const who = 'root helper';

export const helperProtocol: SocketProtocol<HelperRequest> = {
  who,
  parse: (request) => parseRequest(requestSchema, request, { who }),
  // A bundle has 32 MiB at most (agent/fetch), and base64 makes four bytes of three.
  mostRequestBytes: 48 * 1024 * 1024,
};
