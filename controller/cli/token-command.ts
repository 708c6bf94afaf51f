import { Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { parseDuration } from '../../shared/duration.ts';
import { makeToken, tokenKey } from '../../shared/enrollment/token.ts';
import type { Token } from '../../shared/gen/towline/v1/Token.ts';
import { joinLineOf } from '../packages/join-line.ts';
import { admin } from './client.ts';
import { command, group } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { age, table, utcTime } from './table.ts';

interface CreateFlags {
  readonly uses: string;
  readonly expires: string;
  readonly node?: string;
  readonly site?: string;
  readonly replace?: boolean;
}

/** `towline token …`: the right to join without an admin. */
export function tokenCommands(io: Io) {
  return group(io, 'token', 'let routers join without an approval', 'token create --node fra1', [
    createCommand(io),
    listCommand(io),
    revokeCommand(io),
  ]);
}

function createCommand(io: Io) {
  return command<CreateFlags>(
    io,
    {
      usage: 'create',
      summary: 'make a token; prints the join string that has it, once',
      example: ['token create --node fra1', 'token create --site frankfurt --uses 20 --expires 7d'],
      notes: `Who has the join string can join until it ends: hand it over like a password, and give it to the router in a file
('towline-agent enroll --join-file'). The controller keeps no copy.
Without --node or --site a router becomes the node of its host name that the inventory has. With --site that node is
made there if the inventory does not have it. Where a router cannot be let in, it waits, 'towline pending' says why,
and the token is still good.`,
    },
    async (session, { uses, expires, node = '', site = '', replace = false }) => {
      if (node !== '' && site !== '') throw new UsageError('--node and --site exclude each other');
      const limits = { uses: usesOf(uses), expiresS: secondsOf(expires) };
      const secret = makeToken();
      const { publicKey } = tokenKey(secret);
      const request = { publicKey, ...limits, nodeName: node, siteName: site, replace };
      const { token, joinString } = await session.withDaemon((daemon) =>
        daemon.call(admin.CreateToken, request),
      );
      const join = `${joinString}?${secret}`;
      const line = lineOf(join);
      session.print({ join_string: join, line, token: tokenDocument(token) }, () => {
        if (token === null) return join;
        const routers = token.uses === 1 ? 'one router' : `${token.uses} routers`;
        return `${join}\n\nlets ${routers} in, as ${targetOf(token)}, until ${utcTime(token.expiresMs / 1000)}; it is not shown again${line === null ? '' : `\non a new router, as root: ${line}`}\nto end it before: towline token revoke ${token.id}`;
      });
    },
  )
    .addOption(new Option('--uses <number>', 'how many routers it lets in').default('1'))
    .addOption(new Option('--expires <time>', 'when it ends: 30m, 24h, 7d').default('24h'))
    .addOption(new Option('--node <node>', 'its router becomes this node'))
    .addOption(new Option('--site <site>', 'its routers become nodes of this site, by their host names'))
    .addOption(new Option('--replace', 'with --node: also if another router is that node now'));
}

function listCommand(io: Io) {
  return command(
    io,
    { usage: 'list', summary: 'list the tokens of the last 30 days, newest first', example: 'token list' },
    async (session) => {
      const { tokens } = await session.withDaemon((daemon) => daemon.call(admin.ListTokens, {}));
      session.print({ tokens: tokens.map(tokenDocument) }, () => {
        if (tokens.length === 0) return "No tokens: 'towline token create' makes one.";
        return table(
          ['ID', 'STATE', 'USED', 'FOR', 'ENDS', 'ROUTERS'],
          tokens.map((token) => [
            token.id,
            stateOf(token),
            `${token.used}/${token.uses}`,
            targetOf(token),
            endOf(token, Date.now()),
            shortList(token.usedBy),
          ]),
        );
      });
    },
  );
}

function revokeCommand(io: Io) {
  return command(
    io,
    {
      usage: 'revoke <id>',
      summary: 'end a token; routers that it let in stay in',
      example: 'token revoke 5d41402abc4b2a76',
    },
    async (session, _options, id = '') => {
      const { token } = await session.withDaemon((daemon) => daemon.call(admin.RevokeToken, { id }));
      session.print({ token: tokenDocument(token) }, () => `token ${token?.id} lets nobody in any more`);
    },
  );
}

function tokenDocument(token: Token | null) {
  if (token === null) return null;
  const { expiresMs, createdMs, nodeName, siteName, ...rest } = token;
  return {
    ...(toDocument(rest) as object),
    node: nodeName || null,
    site: siteName || null,
    created: utcTime(createdMs / 1000),
    expires: utcTime(expiresMs / 1000),
  };
}

function stateOf({ state }: Token): string {
  return state.replace('TOKEN_STATE_', '').toLowerCase();
}

function targetOf({ nodeName, siteName, replace }: Token): string {
  if (nodeName !== '') return `node ${nodeName}${replace ? ', replacing its router' : ''}`;
  return siteName === '' ? 'the node of its host name' : `a node of site ${siteName}`;
}

function endOf({ state, expiresMs }: Token, now: number): string {
  return state === 'TOKEN_STATE_OPEN' ? `in ${age(Math.max(0, Math.floor((expiresMs - now) / 1000)))}` : '-';
}

function shortList(names: readonly string[]): string {
  return names.length <= 3 ? names.join(' ') : `${names.slice(0, 3).join(' ')} and ${names.length - 3} more`;
}

const mostSeconds = 365 * 86_400;

function secondsOf(text: string): number {
  const seconds = (parseDuration(text) ?? 0) / 1000;
  if (seconds > 0 && seconds <= mostSeconds) return seconds;
  throw new UsageError(
    `--expires ${JSON.stringify(text.slice(0, 40))}: expected a time such as 30m, 24h or 7d, at most 365d`,
  );
}

function usesOf(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new UsageError(`--uses ${JSON.stringify(text.slice(0, 40))}: expected a number from 1 to 10000`);
}

/** The line for a new router; null where there is none to tell, since the token is made by now, and not shown again. */
function lineOf(joinString: string): string | null {
  try {
    return joinLineOf(joinString).curl;
  } catch {
    return null;
  }
}
