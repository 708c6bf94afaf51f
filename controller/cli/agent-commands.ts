import { readFile, stat } from 'node:fs/promises';
import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { parseDuration } from '../../shared/duration.ts';
import { mostAgentBytes } from '../../shared/upgrade/agent-file.ts';
import { window } from '../../shared/upgrade/order.ts';
import { followUpgrade, renderUpgrade, upgradeDocument, upgradeExitCode } from './agent-upgrade-text.ts';
import { admin } from './client.ts';
import { collect, command, group } from './command.ts';
import { Exit, UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';
import { table, utcTime } from './table.ts';

interface UpgradeFlags {
  readonly node?: string[];
  readonly site?: string[];
  readonly all?: boolean;
  readonly atOnce: string;
  readonly window: string;
  readonly wait?: boolean;
  readonly status?: boolean;
  readonly abort?: boolean;
}

/** `towline agent …`: the agents that routers run. */
export function agentCommands(io: Io) {
  const upgrade = command<UpgradeFlags>(
    io,
    {
      usage: 'upgrade [agent]',
      summary: 'have routers become another agent, which each proves, or goes back',
      example: [
        'agent upgrade ./towline-agent.mjs --node berlin-1 --wait',
        'agent upgrade 0.2.0 --site berlin --at-once 2',
        'agent upgrade 0.2.0 --all --wait',
        'agent upgrade --status',
      ],
      notes: `The agent is a file, or the version (or digest) of one that was given before: 'towline agent versions'. Each router
fetches it, starts it beside its own, becomes it, and has to reach the controller with it within the window; else it
goes back and says why. One router at a time unless --at-once says otherwise; it stops at the first that fails.
Traffic is not touched. Root's part on a router, its service and its programs stay those of the package.`,
      exitCodes:
        '0 done, 1 a router went back, refused or was left out (or an error), 2 wrong usage, 3 it is under way',
    },
    async (session, flags, agent?: string) => {
      const isQuestion = flags.status === true || flags.abort === true;
      if (isQuestion && agent !== undefined)
        throw new UsageError('--status and --abort are of the last upgrade: leave the agent out');
      if (flags.status && flags.abort) throw new UsageError('--status excludes --abort');
      if (flags.abort) return abort(session);
      if (flags.status) return show(session);
      if (agent === undefined) throw new UsageError('say which agent: a file, or a version that is kept');
      await begin(session, flags, agent);
    },
  )
    .addOption(new Option('--node <node>', 'this router; may be repeated').argParser(collect))
    .addOption(new Option('--site <site>', 'the routers of this site; may be repeated').argParser(collect))
    .addOption(new Option('--all', 'every router'))
    .addOption(new Option('--at-once <number>', 'routers at most that are on their way at once').default('1'))
    .addOption(
      new Option('--window <time>', 'that each has to prove it: 90s, 2m').default(`${window.defaultS}s`),
    )
    .addOption(new Option('--wait', 'wait until it ends, and show each router on its way'))
    .addOption(new Option('--status', 'show the last upgrade'))
    .addOption(new Option('--abort', 'tell no more routers'));

  const versions = command(
    io,
    {
      usage: 'versions',
      summary: 'show which agent each router runs, and which are kept here',
      example: 'agent versions',
    },
    async (session) => {
      const found = await session.withDaemon((daemon) => daemon.call(admin.ListAgentVersions, {}));
      session.print(toDocument(found), () => {
        const nodes = found.nodes.map(({ nodeName, version, connected, obstacle }) => [
          nodeName,
          version || '-',
          connected ? obstacle || 'can be upgraded' : 'not in contact',
        ]);
        const agents = found.agents.map(({ version, sha256, leastNode, addedMs }) => [
          version,
          sha256.toString('hex').slice(0, 12),
          leastNode,
          utcTime(addedMs / 1000),
        ]);
        const kept =
          agents.length === 0
            ? "No agent is kept here yet: 'towline agent upgrade FILE' brings one."
            : table(['KEPT HERE', 'DIGEST', 'NODE.JS', 'SINCE'], agents);
        return `${table(['ROUTER', 'AGENT', ''], nodes)}\n\n${kept}`;
      });
    },
  );

  return group(io, 'agent', 'the agents that routers run', 'agent versions', [upgrade, versions]);
}

async function begin(session: Session, flags: UpgradeFlags, agent: string): Promise<void> {
  const { node: nodes = [], site: sites = [], all = false, wait = false } = flags;
  if (all && nodes.length + sites.length > 0) throw new UsageError('--all excludes --node and --site');
  if (!all && nodes.length + sites.length === 0)
    throw new UsageError('say for whom: --node, --site or --all');
  if (!/^[1-9]\d{0,3}$/.test(flags.atOnce)) throw new UsageError(`${flags.atOnce} is no number of routers`);
  const windowMs = parseDuration(flags.window) ?? 0;
  if (windowMs < window.leastS * 1000 || windowMs > window.mostS * 1000)
    throw new UsageError(
      `--window ${flags.window}: expected a time from ${window.leastS}s to ${window.mostS / 60}m`,
    );
  const content = await fileNamed(agent);
  await session.withDaemon(async (daemon) => {
    const { run } = await daemon.call(admin.BeginAgentUpgrade, {
      ...{ nodes, sites, content, version: content.length === 0 ? agent : '' },
      ...{ atOnce: Number(flags.atOnce), windowS: windowMs / 1000 },
    });
    if (run === null) return;
    if (!wait) {
      const text = `Upgrade ${run.number} to agent ${run.version} has begun: 'towline agent upgrade --status'`;
      return session.print(upgradeDocument(run), () => text);
    }
    const progress = session.json ? () => undefined : (line: string) => session.io.err(`${line}\n`);
    const ended = await followUpgrade(daemon, run.number, progress);
    session.print(upgradeDocument(ended), () => renderUpgrade(session.io, ended));
    exitWith(upgradeExitCode(ended));
  });
}

async function show(session: Session): Promise<void> {
  const { run } = await session.withDaemon((daemon) => daemon.call(admin.GetAgentUpgrade, { number: 0 }));
  if (run === null)
    return session.print(
      { upgrade: null },
      () => "no agent was upgraded yet: 'towline agent upgrade --help'",
    );
  session.print(upgradeDocument(run), () => renderUpgrade(session.io, run));
  exitWith(upgradeExitCode(run));
}

async function abort(session: Session): Promise<void> {
  const { run } = await session.withDaemon((daemon) => daemon.call(admin.AbortAgentUpgrade, {}));
  if (run !== null) session.print(upgradeDocument(run), () => renderUpgrade(session.io, run));
}

function exitWith(code: number): void {
  if (code !== 0) throw new Exit(code);
}

/** The file, where there is one of this name; empty for the version of one that is kept. Throws UsageError. */
async function fileNamed(agent: string): Promise<Buffer> {
  const found = await stat(agent).catch(() => undefined);
  if (found === undefined) {
    if (agent.includes('/') || agent.endsWith('.mjs')) throw new UsageError(`there is no file ${agent}`);
    return Buffer.alloc(0);
  }
  if (!found.isFile()) throw new UsageError(`${agent} is no file`);
  if (found.size > mostAgentBytes)
    throw new UsageError(`${agent} has ${found.size} bytes, and an agent has ${mostAgentBytes} at most`);
  return readFile(agent);
}
