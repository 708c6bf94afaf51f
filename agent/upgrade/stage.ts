import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AgentOrder } from '../../shared/gen/towline/v1/AgentOrder.ts';
import type { FreeSpace } from '../../shared/os/free-space.ts';
import { syncFolder, writeNewFile } from '../../shared/os/write-atomically.ts';
import { agentFile, requireAgentFile } from '../launch/agent-files.ts';
import type { ControllerClient } from '../session/client.ts';

/** Stays free beside it, as beside a bundle. */
const slackBytes = 256 * 1024;
const unfinished = '.staging';

/**
 * Puts the file of an order into the folder of agents, all of it or none; one that is there and whole is not fetched
 * again. Throws `untrusted` for what is not the file that was signed, `failed` where there is no room, and what the
 * controller says.
 */
export async function stageAgent(
  agents: string,
  order: AgentOrder,
  client: ControllerClient,
  freeSpace: FreeSpace,
  signal: AbortSignal,
): Promise<void> {
  const digest = order.sha256.toString('hex');
  await mkdir(agents, { recursive: true, mode: 0o700 });
  await chmod(agents, 0o700);
  if (existsSync(agentFile(agents, digest))) {
    try {
      return void requireAgentFile(agents, digest);
    } catch {
      await rm(join(agents, digest), { recursive: true });
    }
  }
  const { bytes } = await freeSpace(agents);
  if (bytes < order.length + slackBytes)
    throw new TowlineError(
      'failed',
      `no room in ${agents}: ${bytes} bytes are free and ${order.length + slackBytes} are needed, make some`,
    );
  const content = await fetchAgent(order, client, signal);
  const staging = join(agents, `${digest}${unfinished}`);
  await rm(staging, { recursive: true, force: true });
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeNewFile(agentFile(agents, `${digest}${unfinished}`), content, 0o600);
    await syncFolder(staging);
    await rename(staging, join(agents, digest));
  } catch (error) {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(agents);
  await syncFolder(dirname(agents));
}

async function fetchAgent(order: AgentOrder, client: ControllerClient, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const { content } of client.fetchAgent(order.number, signal)) {
    bytes += content.length;
    if (bytes > order.length)
      throw new TowlineError('untrusted', 'the file of the agent is longer than was signed');
    parts.push(content);
  }
  const whole = Buffer.concat(parts);
  if (sha256(whole).equals(order.sha256)) return whole;
  throw new TowlineError(
    bytes < order.length ? 'unavailable' : 'untrusted',
    `the file of the agent is not the one that was signed: ${bytes} of ${order.length} bytes came`,
  );
}

/** Removes every agent but those to keep (hexadecimal digests), and what an interrupted staging left. */
export async function pruneAgents(agents: string, keep: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(agents, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || keep.has(entry.name)) continue;
    await rm(join(agents, entry.name), { recursive: true, force: true });
  }
}
