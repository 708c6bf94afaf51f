import { Option } from 'commander';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { LookingGlassResponse } from '../../shared/gen/towline/v1/LookingGlassResponse.ts';
import { type AdminClient, admin } from './client.ts';
import { collect, command } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import { type Io, paint, plain } from './io.ts';
import { answerDocument, answerText } from './lg-answers.ts';
import { type LgQuery, lgWords } from './lg-words.ts';
import type { Session } from './session.ts';

interface Options {
  readonly all?: boolean;
  readonly site?: readonly string[];
  readonly group?: readonly string[];
  readonly ipv6?: boolean;
}

/** What a node answered, or why it did not. */
interface Answered {
  readonly node: string;
  readonly response?: LookingGlassResponse;
  readonly error?: unknown;
}

/** Nodes that are asked side by side. */
const mostAtOnce = 16;

export function lgCommand(io: Io) {
  return command<Options>(
    io,
    {
      usage: 'lg <words...>',
      summary: "the looking glass: what nodes' BIRD shows of routes, and which way packets take",
      example: [
        "lg berlin 'show route for 10.1.0.0/16'",
        'lg --all protocols',
        'lg berlin hamburg route 10.1.0.1',
        'lg berlin trace hamburg',
        'lg --site berlin bfd --json',
      ],
      notes: `Nodes first, then what to ask: a 'show' command as birdc takes it, or 'protocols', 'route ADDRESS', 'bfd',
'trace NODE' or 'trace ADDRESS'. It only reads. A trace leads to a node's IPv4 loopback unless --ipv6 is said, and has
the AS path of the route that BIRD has. With --json protocols and routes are parsed, and 'protocols' shows all of them.`,
      exitCodes: '0 all answered, 1 an error, or a node did not answer, 2 wrong usage',
    },
    async (session, options, ...words) => {
      const { all = false, site = [], group = [], ipv6 = false } = options;
      if (all && site.length + group.length > 0) throw new UsageError('--all excludes --site and --group');
      const isChosen = all || site.length + group.length > 0;
      const { nodes, query } = lgWords(words, isChosen, session.json);
      if (ipv6 && query.kind !== 'trace') throw new UsageError('--ipv6 is for trace');
      await session.withDaemon(async (daemon) => {
        const asked = isChosen ? await chosenNodes(daemon, options) : [...new Set(nodes)];
        const answers = inOrder(asked, (node) => ask(daemon, node, query, ipv6));
        if (!(await print(session, answers, query, asked.length > 1))) throw new Exit(exitCode.error);
      });
    },
  )
    .addOption(new Option('--all', 'every router that is enrolled'))
    .addOption(new Option('--site <site>', 'the routers of this site; may be repeated').argParser(collect))
    .addOption(new Option('--group <group>', 'the routers of this group; may be repeated').argParser(collect))
    .addOption(new Option('--ipv6', "trace to a node's IPv6 loopback"));
}

/** Names of the enrolled nodes that are meant, sorted. Throws `notFound` if there is none. */
async function chosenNodes(daemon: AdminClient, { all, site = [], group = [] }: Options): Promise<string[]> {
  const { nodes } = await daemon.call(admin.GetStatus, {});
  const meant = nodes.filter(
    ({ condition, siteName, groups }) =>
      condition !== 'NODE_CONDITION_NOT_ENROLLED' &&
      (all === true || site.includes(siteName) || group.some((name) => groups.includes(name))),
  );
  if (meant.length > 0) return meant.map(({ nodeName }) => nodeName).sort();
  throw new TowlineError('notFound', "no router is enrolled there: see 'towline status'");
}

async function ask(daemon: AdminClient, node: string, query: LgQuery, ipv6: boolean): Promise<Answered> {
  const what = query.kind === 'trace' ? { trace: { to: query.to, ipv6 } } : { command: query.command };
  try {
    return { node, response: await daemon.call(admin.LookingGlass, { nodeName: node, ...what }) };
  } catch (error) {
    return { node, error };
  }
}

/** Works on several at once and gives what became of them in their order; it never holds more than those. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): AsyncIterable<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    if (underWay.length >= mostAtOnce) yield (await underWay.shift()) as Result;
    underWay.push(work(item));
  }
  for (const one of underWay) yield await one;
}

/** Prints what comes as it comes; resolves to whether all answered. */
async function print(
  session: Session,
  answers: AsyncIterable<Answered>,
  query: LgQuery,
  isMany: boolean,
): Promise<boolean> {
  const { io, json } = session;
  let failed = 0;
  let separator = '';
  if (json) io.out(`{"query":${JSON.stringify(queryText(query))},"nodes":[`);
  for await (const { node, response, error } of answers) {
    if (response === undefined) failed++;
    if (json) {
      const answer = response === undefined ? { error: messageOf(error) } : answerDocument(response, query);
      io.out(`${separator}${JSON.stringify({ node, ...answer })}`);
    } else if (response !== undefined) {
      const head = isMany ? `${separator}${paint(io, 'bold', plain(node))}\n` : '';
      io.out(`${head}${answerText(response)}\n`);
    } else io.err(`towline: ${messageOf(error)}\n`);
    separator = json ? ',' : '\n';
  }
  if (json) io.out(']}\n');
  return failed === 0;
}

function queryText(query: LgQuery): string {
  return query.kind === 'trace' ? `trace ${query.to}` : query.command;
}
