import * as z from 'zod';
import { TowlineError } from '../errors.ts';

/** What an agent's file says of itself, in its first lines. */
export interface AgentHead {
  readonly version: string;
  /** Least version of Node.js that it runs on. */
  readonly leastNode: string;
}

/**
 * Longest file in bytes. It is about 1 MB; one message to the controller carries it, and a router has to have room for
 * three.
 */
export const mostAgentBytes = 3 * 1024 * 1024;

/** The constant by which a built agent knows its own version: agent/version.ts. */
const name = 'towlineAgent';
const mostHeadBytes = 1024;
const word = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.~+-]{0,63}$/);
const headSchema = z.object({ version: word, leastNode: z.string().regex(/^\d{1,4}(\.\d{1,4}){0,2}$/) });

/** The line that says it. */
export function headLine({ version, leastNode }: AgentHead): string {
  return `const ${name} = ${JSON.stringify({ version, leastNode })};`;
}

/** What a file says of itself; nothing of it is run. Throws `invalid` for what is no agent, or too large. */
export function readAgentHead(content: Buffer): AgentHead {
  if (content.length > mostAgentBytes)
    throw new TowlineError('invalid', `the file has more than the ${mostAgentBytes} bytes of an agent`);
  const start = content.subarray(0, mostHeadBytes).toString('latin1');
  const line = new RegExp(`^const ${name} = (\\{.*\\});$`, 'm').exec(start)?.[1];
  const head = headSchema.safeParse(line === undefined ? undefined : parsed(line));
  if (start.startsWith('#!/usr/bin/env node\n') && head.success) return head.data;
  throw new TowlineError(
    'invalid',
    'this is no agent that can be sent to routers: give the towline-agent.mjs of a release that has upgrades',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
