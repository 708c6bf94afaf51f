// long: every command of the program, one after the other.
import { readFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { Command, CommanderError } from 'commander';
import { toDocument } from '../shared/document.ts';
import { parseJoinString } from '../shared/enrollment/join-string.ts';
import { messageOf, TowlineError } from '../shared/errors.ts';
import { systemClock } from '../shared/os/clock.ts';
import { createLog } from '../shared/os/log.ts';
import {
  type LogLevelState,
  logLevels,
  parseLevelTime,
  parseLogLevel,
  showLogLevel,
  toggleBySignal,
} from '../shared/os/log-level.ts';
import { run } from '../shared/os/run.ts';
import { requireStateOwner } from '../shared/os/state-owner.ts';
import { plain, plainJson } from '../shared/plain.ts';
import { describeRaised, raiseClock, systemSetClock } from './clock/raise.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { configFile, loadConfig } from './config/load.ts';
import { type AgentPaths, pathsOf } from './config/paths.ts';
import { controlProtocol, mostReason } from './control/protocol.ts';
import { rollBackByRequest } from './control/rollback.ts';
import { enroll } from './enroll/enroll.ts';
import { readFacts } from './enroll/facts.ts';
import { readJoinString } from './enroll/join-source.ts';
import { loadEnrollment } from './enroll/store.ts';
import { exitCode, exitCodeHelp, exitCodeOf } from './exit-code.ts';
import { loadKeys } from './keys/load.ts';
import { launched } from './launch/launched.ts';
import { putAwayForeign } from './machine/put-away.ts';
import { showLinks, trackedRows } from './report/links.ts';
import { healthOf, showStatus } from './report/show.ts';
import { type AgentStatus, longestUnwrittenMs } from './report/status.ts';
import { serveHelper } from './root-helper/serve.ts';
import { serve } from './serve.ts';
import { ask } from './socket/ask.ts';
import { claimSocket } from './socket/claim.ts';
import { filterConfig } from './system/filter-config.ts';
import { agentUser, prepareFolders } from './system/folders.ts';
import { prepare } from './system/prepare.ts';
import { refuseOutdated } from './system/versions.ts';
import { selfCheck } from './upgrade/self-check.ts';
import { BecomeAnother } from './upgrade/upgrades.ts';
import { agentVersion } from './version.ts';
import { wireAgent } from './wire.ts';

/** Runs one command line (without the program's name); resolves to the exit code and never rejects. */
export async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  let code: number = exitCode.ok;
  const program = agentProgram(signal, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (signal.aborted) return exitCode.ok;
    warn(messageOf(error));
    launched()?.say(messageOf(error));
    return exitCodeOf(error);
  }
}

function warn(text: string): void {
  process.stderr.write(`towline-agent: ${plain(text)}\n`);
}

/** The whole command line. @param finish told the exit code of a command that ended, if it is not 0 */
export function agentProgram(signal: AbortSignal, finish: (code: number) => void): Command {
  const program = new Command('towline-agent')
    .description(
      'The agent of a Towline router: fetches its bundle, applies it, proves it, or puts the old one back',
    )
    .version(agentVersion)
    .option('--config <file>', 'configuration (or TOWLINE_AGENT_CONFIG; default /etc/towline/agent.toml)')
    .exitOverride()
    .addHelpText('after', exitCodeHelp);
  const config = () => loadConfig(program.opts<{ config?: string }>().config);
  const lastStatus = async () => {
    const loaded = await config();
    const paths = pathsOf(loaded);
    await enrolled(paths);
    const status = await readStatus(paths.status);
    return { status, health: healthOf(status, uptime(), longestUnwrittenMs / 1000) };
  };
  // What controller, BIRD and neighbours said is among it. A document begins with a brace.
  const say = (text: string) =>
    void process.stdout.write(text.startsWith('{') ? plainJson(text) : plain(text));

  program
    .command('enroll [join]')
    .description('ask the controller to make this router a node, and wait until it is one')
    .option('--join-file <file>', "file with the join string, '-' for standard input")
    .option('--trust-on-first-use', "trust whoever answers if the join string pins no controller's key")
    .option('--name <name>', 'name to ask for', hostname())
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Example:
  towline-agent enroll 'towline://vpn.example.net:7442#3f1c…' --name hamburg
  towline-agent enroll --join-file /root/join

With a token ('towline token create') no admin has to approve it. A join string with a token is a secret: on the
command line every user of this machine can read it, so give it in a file or by standard input.
`,
    )
    .action(async (argument: string | undefined, options: EnrollFlags) => {
      const { text: join, warning } = await readJoinString(argument, options.joinFile, process.stdin);
      // Before keys are made for it.
      const { token } = parseJoinString(join);
      if (warning !== undefined) warn(warning);
      // From here on `ps` shows this instead.
      if (argument !== undefined && token !== undefined) process.title = 'towline-agent enroll';
      const loaded = await config();
      await requireStateOwner(loaded.state_dir, 'towline-agent enroll');
      const { paths, keys, facts } = await identity(loaded);
      refuseOutdated(facts);
      const enrollment = await enroll({
        join,
        trustOnFirstUse: options.trustOnFirstUse === true,
        hostName: options.name,
        keys,
        facts,
        file: paths.enrollment,
        pinFile: paths.controllerPin,
        clock: systemClock,
        signal,
        say: (line) => void process.stderr.write(`${plain(line)}\n`),
      });
      const { nodeName, siteName, nodeId, networkId, managementAddress } = enrollment;
      if (options.json)
        say(`${JSON.stringify(toDocument({ nodeName, siteName, nodeId, networkId, managementAddress }))}\n`);
      else say(`this router is node ${nodeName} of site ${siteName}; start it with 'towline-agent run'\n`);
    });

  program
    .command('run')
    .description('run the agent; SIGTERM ends it and leaves links and BIRD running')
    .addHelpText('after', '\nExample:\n  TOWLINE_LOG=debug towline-agent run\n')
    .action(async () => {
      const loaded = await config();
      await requireStateOwner(loaded.state_dir, 'towline-agent run');
      const enrollment = await enrolled(pathsOf(loaded));
      const log = createLog('towline-agent');
      const control = await claimSocket(pathsOf(loaded).control, controlProtocol, signal);
      const untoggle = toggleBySignal(log.level, (state) => log.info(state, 'log level'));
      try {
        const parts = await wireAgent(loaded, enrollment, log);
        refuseOutdated(parts.facts);
        await serve(parts, control, signal);
      } catch (error) {
        if (!(error instanceof BecomeAnother)) throw error;
      } finally {
        untoggle();
        control.close();
      }
      log.info('ended, links and BIRD keep running');
    });

  program
    .command('self-check')
    .description(
      'read all that a start needs, and change nothing; what an agent asks another one before it ends',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  towline-agent self-check --json\n')
    .action(async (options: { json?: boolean }) => {
      const loaded = await config();
      await requireStateOwner(loaded.state_dir, 'towline-agent self-check');
      const { version, node } = await selfCheck(loaded);
      say(
        options.json
          ? `${JSON.stringify({ version, node })}\n`
          : `agent ${version} can run on Node.js ${node}\n`,
      );
    });

  program
    .command('rollback')
    .description(
      'go back from the bundle on its way, or from the one that runs to the one confirmed before it',
    )
    .option('--reason <text>', 'why, for the journal and the controller', '')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Example:
  towline-agent rollback --reason 'voice is down since release 42'

The bundle left goes into quarantine: a newer release, or 'towline node unquarantine', tries it again.
Works with the agent running and without it, and without the controller.
`,
    )
    .action(async (options: { reason: string; json?: boolean }) => {
      if (options.reason.length > mostReason)
        throw new TowlineError('invalid', `--reason has at most ${mostReason} characters`);
      const loaded = await config();
      const paths = pathsOf(loaded);
      const enrollment = await enrolled(paths);
      const wire = () => wireAgent(loaded, enrollment, createLog('towline-agent'));
      const back = await rollBackByRequest({ paths, config: loaded, reason: options.reason, wire, signal });
      if (options.json) return say(`${JSON.stringify(toDocument({ node: enrollment.nodeName, ...back }))}\n`);
      const now = back.release === 0 ? 'no bundle runs now' : `release ${back.release} runs`;
      say(`release ${back.leftRelease} is in quarantine, ${now}: ${back.reason}\n`);
    });

  program
    .command('status')
    .description('show what this node runs and how its links are')
    .option('--json', 'print the status as JSON')
    .addHelpText('after', '\nExample:\n  towline-agent status --json\n')
    .action(async (options: { json?: boolean }) => {
      const { status, health } = await lastStatus();
      say(options.json ? `${JSON.stringify(toDocument(status), null, 2)}\n` : showStatus(status, health));
      finish({ ok: exitCode.ok, degraded: exitCode.degraded, away: exitCode.away }[health]);
    });

  program
    .command('links')
    .description('show where each link is, since when, why, and what is tried next')
    .option('--json', 'print the links as JSON')
    .addHelpText('after', '\nExample:\n  towline-agent links --json\n')
    .action(async (options: { json?: boolean }) => {
      const { status, health } = await lastStatus();
      const rows = trackedRows(status);
      say(
        options.json
          ? `${JSON.stringify(toDocument({ links: rows }), null, 2)}\n`
          : showLinks(rows, status.updatedUptimeS, uptime()),
      );
      if (health === 'away') return finish(exitCode.away);
      finish(rows.every(({ state }) => state === 'up') ? exitCode.ok : exitCode.degraded);
    });

  program
    .command('log-level [level]')
    .description('show what the running agent logs, or change it until it ends')
    .option('--for <time>', 'go back after this time: 30s, 10m, 2h, at most 7d')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Example:
  towline-agent log-level debug --for 10m

Levels: ${logLevels.join(', ')}. SIGUSR2 turns debugging on and off as well. TOWLINE_LOG is the level at its start.
`,
    )
    .action(async (wanted: string | undefined, options: { for?: string; json?: boolean }) => {
      const forMs = options.for === undefined ? undefined : parseLevelTime(options.for);
      if (forMs !== undefined && wanted === undefined)
        throw new TowlineError('invalid', '--for needs a level');
      const level = wanted === undefined ? undefined : parseLogLevel(wanted);
      const request = { do: 'logLevel', level, forMs };
      const { who } = controlProtocol;
      const asked = { who, timeoutMs: 5000, signal };
      const state = (await ask(pathsOf(await config()).control, request, asked)) as LogLevelState;
      say(options.json ? `${JSON.stringify(toDocument(state))}\n` : showLogLevel(state));
    });

  program
    .command('clock')
    .description('set the clock to its saved floor if it is earlier: as root, at boot, before WireGuard')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExample:\n  towline-agent clock --json\n')
    .action(async (options: { json?: boolean }) => {
      const { clockFloor } = pathsOf(await config());
      const raised = await raiseClock(clockFloor, systemClock, systemSetClock(run));
      if (raised.problem !== null) warn(raised.problem);
      say(options.json ? `${JSON.stringify(toDocument(raised))}\n` : `${describeRaised(raised)}\n`);
    });

  program
    .command('machine')
    .description(
      'put away the keys and the enrollment of another machine, whose disk this is a copy of: at boot',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Example:
  towline-agent machine --json

Whose they are is in machine-id below state_dir; without /etc/machine-id nothing is done. Where a disk moves to another
machine on purpose, remove that file before it boots there.
`,
    )
    .action(async (options: { json?: boolean }) => {
      const { state_dir } = await config();
      await requireStateOwner(state_dir, 'towline-agent machine');
      const { state, folder = null } = await putAwayForeign(state_dir);
      if (options.json) say(`${JSON.stringify({ state, folder })}\n`);
      else if (folder !== null)
        warn(
          `this disk is a copy of another machine's: its keys are in ${folder}, and this one asks to join anew`,
        );
    });

  program
    .command('prepare')
    .description(
      "set kernel parameters, policy rules, packet filter and the agent's folders: as root, at boot",
    )
    .addHelpText(
      'after',
      `
Example:
  towline-agent prepare

The agent's user is the owner of state_dir: its packets reach the controller, and runtime_dir and /run/wireguard
become its own.
`,
    )
    .action(async () => {
      const loaded = await config();
      const agent = await agentUser(loaded);
      const enrollment = await loadEnrollment(pathsOf(loaded).enrollment);
      const warnings = [
        ...(await prepareFolders(loaded, agent)),
        ...(await prepare(run, filterConfig(enrollment, true, agent.uid), true)),
      ];
      for (const warning of warnings) warn(warning);
      if (warnings.length > 0) finish(exitCode.failed);
    });

  program
    .command('root-helper')
    .description(
      "do as root what agent.toml lists and the agent's user may not: files with an owner, reloads, BIRD",
    )
    .addHelpText(
      'after',
      `
Example:
  towline-agent root-helper

It serves the owner of state_dir at a socket in helper_dir, until SIGTERM. What it does for whom is in agent.toml,
which nobody but root may be able to write: [service.NAME] with its owner, mode and reload, and bird.start.
`,
    )
    .action(async () => {
      const file = configFile(program.opts<{ config?: string }>().config);
      await serveHelper({ run, log: createLog('towline-root-helper'), config, configFile: file }, signal);
    });

  addDoctorCommand(program, { config, say, finish });
  addCompletionCommand(program, say);
  return program;
}

interface EnrollFlags {
  readonly joinFile?: string;
  readonly trustOnFirstUse?: boolean;
  readonly name: string;
  readonly json?: boolean;
}

async function identity(config: Awaited<ReturnType<typeof loadConfig>>) {
  const paths = pathsOf(config);
  return { paths, keys: await loadKeys(paths.keys, true), facts: await readFacts(run, config.bird.program) };
}

async function enrolled(paths: AgentPaths) {
  const enrollment = await loadEnrollment(paths.enrollment);
  if (enrollment !== undefined) return enrollment;
  throw new TowlineError(
    'notFound',
    "this router is not enrolled, run 'towline-agent enroll' with the join string",
  );
}

async function readStatus(file: string): Promise<AgentStatus> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as AgentStatus;
  } catch (cause) {
    throw new TowlineError('unavailable', `no status in ${file}, the agent does not run`, { cause });
  }
}
