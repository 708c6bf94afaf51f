import { extname } from 'node:path';
import { Option } from 'commander';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { topologyDocument } from '../graph/document.ts';
import { toDot } from '../graph/dot.ts';
import { toMermaid } from '../graph/mermaid.ts';
import { toSvg } from '../graph/svg.ts';
import { type Topology, topologyOf } from '../graph/topology.ts';
import { summaryOf } from '../graph/words.ts';
import { admin } from './client.ts';
import { collect, command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { utcTime } from './table.ts';

const writers = { svg: toSvg, mermaid: toMermaid, dot: toDot } as const;
type Format = keyof typeof writers;

const endings: Readonly<Record<string, Format>> = {
  '.svg': 'svg',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
};

interface Options {
  readonly format?: string;
  readonly output?: string;
  readonly site?: readonly string[];
  readonly group?: readonly string[];
}

export function graphCommand(io: Io) {
  return command<Options>(
    io,
    {
      usage: 'graph',
      summary: 'draw the network as it is now: sites, links by health, single points of failure',
      example: [
        'graph --output network.svg',
        'graph --format mermaid',
        'graph --site berlin --format dot | dot -Tpng >berlin.png',
      ],
      notes: `A single point of failure is a node or link whose loss cuts others off: by design, as
'towline check' finds it in the inventory, or now only, because other links are down.
An SVG shows 400 sites at most; Mermaid refuses more than 500 links unless it is told otherwise.
With --site and --group the links to others are shown as well, with their other ends pale.
--json prints what is in the picture, and with --output writes the picture besides.`,
    },
    async (session, options) => {
      const format = formatOf(options);
      if (
        format === undefined &&
        options.output === undefined &&
        !session.json &&
        io.outIsTerminal === true
      ) {
        throw new UsageError(
          'an SVG picture is not for a terminal: say --output network.svg, or --format mermaid for text',
        );
      }
      if (session.json && options.output === undefined && options.format !== undefined)
        throw new UsageError('--json is a format of its own: leave --format away, or say --output as well');
      const topology = await session.withDaemon(async (daemon) =>
        topologyOf(await daemon.call(admin.GetStatus, { withPlan: true }), {
          at: utcTime(Math.floor(systemClock.now() / 1000)),
          ...choiceOf(options),
        }),
      );
      if (topology.nodes.length === 0 && (options.site ?? options.group) !== undefined)
        throw new TowlineError('notFound', "no node is like that: see 'towline status'");
      const { output } = options;
      if (output !== undefined) await write(output, writers[format ?? 'svg'](topology));
      session.print(topologyDocument(topology), () =>
        output === undefined ? writers[format ?? 'svg'](topology) : said(output, topology),
      );
    },
  )
    .addOption(
      new Option(
        '--format <format>',
        'svg, mermaid or dot (default: what the name of --output ends with, else svg)',
      ),
    )
    .addOption(new Option('--output <file>', 'write the picture there'))
    .addOption(new Option('--site <site>', 'only nodes of this site; may be repeated').argParser(collect))
    .addOption(new Option('--group <group>', 'only nodes of this group; may be repeated').argParser(collect));
}

/** Undefined where nothing says it. */
function formatOf({ format, output }: Options): Format | undefined {
  if (format === undefined) return output === undefined ? undefined : endings[extname(output).toLowerCase()];
  if (!Object.hasOwn(writers, format))
    throw new UsageError(`--format ${format}: name one of ${Object.keys(writers).join(', ')}`);
  return format as Format;
}

function choiceOf({ site = [], group = [] }: Options) {
  const choice = [...site.map((name) => `site ${name}`), ...group.map((name) => `group ${name}`)];
  return {
    choice: choice.join(', '),
    isChosen: ({ siteName, groups }: NodeStatus) =>
      (site.length === 0 || site.includes(siteName)) &&
      (group.length === 0 || group.some((name) => groups.includes(name))),
  };
}

async function write(path: string, picture: string): Promise<void> {
  try {
    await writeAtomically(path, picture, 0o644);
  } catch (cause) {
    throw new TowlineError('failed', `the picture cannot be written to ${path}: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function said(path: string, topology: Topology): string {
  return `${path}: ${summaryOf(topology).join('; ')}`;
}
