import { isPlainWord } from '../../shared/cli/completion.ts';
import { defaultConfigPath, quickSocket } from '../config/socket.ts';
import { type AdminClient, admin, connectAdmin } from './client.ts';
import { type LiveKind, liveKinds } from './live-kinds.ts';

/** Patience with a controller that is busy, in ms: who presses Tab waits. */
const patienceMs = 1000;
const mostReleases = 50;

const lists: Readonly<Record<LiveKind, (daemon: AdminClient) => Promise<readonly string[]>>> = {
  node: async (daemon) =>
    (await daemon.call(admin.ListNodes, { siteName: '' })).nodes.map(({ name }) => name),
  site: async (daemon) => (await daemon.call(admin.ListSites, {})).sites.map(({ name }) => name),
  group: async (daemon) =>
    (await daemon.call(admin.ListNodes, { siteName: '' })).nodes.flatMap(({ groups }) => groups),
  release: async (daemon) =>
    (await daemon.call(admin.ListReleases, { limit: mostReleases })).releases.map(
      ({ number }) => `${number}`,
    ),
  code: async (daemon) => (await daemon.call(admin.ListPending, {})).pending.map(({ code }) => code),
  token: async (daemon) => (await daemon.call(admin.ListTokens, {})).tokens.map(({ id }) => id),
};

/**
 * What a shell may complete with, each word once; none for a kind that is none, and whatever goes wrong: a controller
 * that is away is nothing to tell somebody who is typing.
 */
export async function completionWords(
  kind: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const list = (liveKinds as readonly string[]).includes(kind) ? lists[kind as LiveKind] : undefined;
  if (list === undefined) return [];
  try {
    const socket = env.TOWLINE_SOCKET ?? quickSocket(env.TOWLINE_CONTROLLER_CONFIG ?? defaultConfigPath);
    const daemon = connectAdmin(socket, '', patienceMs);
    try {
      return [...new Set(await list(daemon))].filter(isPlainWord);
    } finally {
      daemon.close();
    }
  } catch {
    return [];
  }
}
