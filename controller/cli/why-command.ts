import type { WhyFinding } from '../../shared/gen/towline/v1/WhyFinding.ts';
import type { WhyResponse } from '../../shared/gen/towline/v1/WhyResponse.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import { type Io, paint, plain } from './io.ts';
import { table } from './table.ts';

export function whyCommand(io: Io) {
  return command(
    io,
    {
      usage: 'why <node> [other]',
      summary:
        'find out what is wrong with a node, with a link, or on the way between two nodes, and what to do',
      example: ['why berlin-1', 'why berlin-1 hamburg-1', 'why berlin-1 --json'],
      notes: `It asks both routers, their neighbours and the resolvers, for about two seconds, and changes nothing.
Of a router that does not answer it says what its neighbours say. docs/why.md lists the causes.`,
      exitCodes: '0 nothing is wrong, 3 something is, 1 an error, 2 wrong usage',
    },
    async (session, _options, first = '', second = '') => {
      if (first === second)
        throw new UsageError(`${first} ${second}: name two nodes, or one for itself and all its links`);
      const response = await session.withDaemon((daemon) =>
        daemon.call(admin.Why, { nodeName: first, otherName: second }),
      );
      session.print(documentOf(response, first, second), () => render(io, response, first, second));
      if (response.findings.length > 0) throw new Exit(exitCode.unhealthy);
    },
  );
}

function documentOf(
  { facts, links, findings, path, plannedPath, tookMs }: WhyResponse,
  first: string,
  second: string,
) {
  return {
    node: first,
    other: second === '' ? null : second,
    facts: facts.map(({ name, first: a, second: b }) => ({ name, first: a || null, second: b || null })),
    links,
    path,
    planned_path: plannedPath,
    took_ms: tookMs,
    findings: findings.map(({ whatToDo, ...finding }) => ({ ...finding, what_to_do: whatToDo })),
  };
}

function render(io: Io, response: WhyResponse, first: string, second: string): string {
  const { facts, links, findings, path, plannedPath } = response;
  const isPair = second !== '';
  const rows = facts.map(({ name, first: a, second: b }) =>
    [name, plain(a), ...(isPair ? [plain(b)] : [])].map((cell) => cell || '-'),
  );
  const parts = [table(['', first, ...(isPair ? [second] : [])], rows)];
  if (!isPair || links.length !== 1) parts.push(linkTable(io, links));
  if (isPair) parts.push(wayLines(path, plannedPath));
  parts.push(
    findings.length === 0 ? 'nothing is wrong, as far as can be seen from here' : findingText(io, findings),
  );
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

const colours = { up: 'green', impaired: 'yellow', down: 'red', unknown: 'gray' } as const;

function linkTable(io: Io, links: WhyResponse['links']): string {
  if (links.length === 0) return 'no links';
  const rows = links.map(({ first, second, state, detail }) => [
    `${first} - ${second}`,
    paint(io, colours[state as keyof typeof colours] ?? 'gray', state),
    plain(detail),
  ]);
  return table(['LINK', 'STATE', 'WHAT ITS ENDS SAY'], rows);
}

function wayLines(path: readonly string[], planned: readonly string[]): string {
  const shown = (way: readonly string[]) => (way.length === 0 ? 'none' : way.join(' > '));
  const now = `way now:      ${shown(path)}`;
  return path.join() === planned.join() ? now : `${now}\nfewest links: ${shown(planned)}`;
}

function findingText(io: Io, findings: readonly WhyFinding[]): string {
  return findings
    .map(({ text, certainty, evidence, whatToDo, cause }, index) => {
      const title = index === 0 ? 'likely cause:' : 'and besides:';
      const head = `${paint(io, 'red', title)} ${plain(text)} (${certainty}; ${cause})`;
      const seen = evidence.map((line) => `  because: ${plain(line)}`);
      const ways = whatToDo.map((line, at) => `${at === 0 ? 'what to do:' : '           '} ${plain(line)}`);
      return [head, ...seen, ...ways].join('\n');
    })
    .join('\n\n');
}
