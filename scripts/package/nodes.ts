import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The Node that runs this, and the later ones that the agent has to run on. */
const majors = ['22', '24'];

/**
 * Starts the agent's one file on this Node and on later ones, which npm's package `node` brings; resolves to a line a Node.
 * Throws where it does not start, or does not do what it does elsewhere.
 */
export async function checkNodes(agent: string): Promise<Record<string, string>> {
  const work = mkdtempSync(join(tmpdir(), 'towline-nodes-'));
  try {
    const config = join(work, 'agent.toml');
    writeFileSync(config, `state_dir = "${work}/state"\nruntime_dir = "${work}/run"\n`);
    mkdirSync(join(work, 'state'));
    const seen: Record<string, string> = {};
    for (const node of [
      process.execPath,
      ...(await Promise.all(majors.map((major) => install(work, major)))),
    ]) {
      const run = async (...args: string[]) =>
        execa(node, [agent, '--config', config, ...args], { reject: false });
      const { stdout: version } = await execa(node, ['--version']);
      const shown = await run('--version');
      const clock = await run('clock', '--json');
      const status = await run('status');
      const isRight =
        /^\d+\.\d+\.\d+$/.test(shown.stdout) &&
        clock.exitCode === 0 &&
        JSON.parse(clock.stdout).is_set === false &&
        status.exitCode === 3 &&
        status.stderr.startsWith('towline-agent: this router is not enrolled');
      if (!isRight)
        throw new Error(`Node ${version}: ${shown.stderr}${clock.stderr}${clock.stdout}${status.stderr}`);
      // What Node itself has to say against it would be there.
      const said = [shown, clock].map(({ stderr }) => stderr).join('');
      seen[version] = said === '' ? 'starts, without a warning' : `starts, and says: ${said}`;
    }
    return seen;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function install(work: string, major: string): Promise<string> {
  const folder = join(work, major);
  mkdirSync(folder);
  await execa('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', `node@${major}`]);
  return join(folder, 'node_modules/node/bin/node');
}
