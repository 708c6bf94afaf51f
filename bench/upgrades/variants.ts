import { headLine, readAgentHead } from '../../shared/upgrade/agent-file.ts';

/** What an agent of the benchmark does wrong; `good` is one that does not. */
export const kinds = ['good', 'crash', 'hang', 'unreachable', 'late-crash', 'says-not-enrolled'] as const;
export type Kind = (typeof kinds)[number];

/** Code that runs before all else where the agent is to run, not where it is only asked. */
const planted: Partial<Record<Kind, string>> = {
  crash: 'throw new Error("planted: this agent crashes");',
  hang: 'for (;;);',
  'late-crash': 'setTimeout(() => { throw new Error("planted: this agent crashes later"); }, 1500);',
  'says-not-enrolled': 'process.exit(3);',
};

/** Where the agent's file says at which port the controller is. */
const controllerPort = /(`ipv6:\[\$\{(\w+)\.address\}\]:)\$\{\2\.port\}`/;

/**
 * An agent's file that calls itself another version, and has one fault. Pure. Throws where the file has nothing that the
 * fault could be planted in.
 */
export function variantOf(agent: Buffer, version: string, kind: Kind): Buffer {
  const head = readAgentHead(agent);
  const text = agent.toString('latin1').replace(headLine(head), `${headLine({ ...head, version })}\n`);
  const code = planted[kind];
  if (kind === 'unreachable') {
    if (!controllerPort.test(text)) throw new Error('the agent has no place where its controller is');
    return Buffer.from(text.replace(controllerPort, '$19`'), 'latin1');
  }
  if (code === undefined) return Buffer.from(text, 'latin1');
  const line = `if (process.argv.includes("run")) { ${code} }`;
  return Buffer.from(text.replace('\n\n', `\n${line}\n`), 'latin1');
}

/** What the reason of each has to say. */
export const reasons: Readonly<Record<Kind, RegExp>> = {
  good: /^$/,
  crash: /planted: this agent crashes$/,
  hang: /it hangs: its event loop stands still for \d+ s/,
  unreachable: /no contact with the controller|the controller does not confirm/,
  'late-crash': /planted: this agent crashes later$/,
  'says-not-enrolled': /exit code 3/,
};
