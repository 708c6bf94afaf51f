import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { parseHops } from '../../shared/looking-glass/trace.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { withDeadline } from '../../shared/os/deadline.ts';
import type { LookingGlass } from './looking-glass.ts';
import { commandAsked } from './proxy-query.ts';
import { mostHops } from './trace.ts';

export interface ProxyOptions {
  readonly lookingGlass: LookingGlass;
  readonly clock: Clock;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A front end asks for one thing a page and node. */
const mostConnections = 16;
const mostAtOnce = 4;
const rate = { burst: 30, perSecond: 5 };
const patienceMs = 9_000;
/** The longest query, as a URL writes it, and a front end's headers. */
const mostHeaderBytes = 4096;

/**
 * Answers as the proxy of bird-lg-go does (github.com/xddxdd/bird-lg-go, proxy/): `/bird?q=` and `/traceroute?q=` in
 * plain text, 403 for what is not shown, 500 for what it does not know. It has no authentication: it listens where only
 * the controller's machine comes.
 */
export function createProxy({ lookingGlass, clock }: ProxyOptions): Server {
  const budget = createBudget(clock);
  let underWay = 0;

  async function answerTo(request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
    const { path, query } = askedBy(request.url ?? '');
    const ask = asks[path];
    if (ask === undefined || query === '') return { status: 500, text: 'Invalid Request' };
    if (underWay >= mostAtOnce || !budget())
      return { status: 503, text: 'too many requests, try again later' };
    underWay++;
    try {
      return await ask(lookingGlass, query, signal);
    } finally {
      underWay--;
    }
  }

  const server = createServer({ maxHeaderSize: mostHeaderBytes }, (request, response) => {
    if (request.method !== 'GET') {
      send(response, { status: 405, text: 'only GET is answered' });
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort(new Error('the caller has gone')));
    withDeadline(gone.signal, patienceMs, (signal) => answerTo(request, signal)).then(
      (answer) => send(response, answer),
      (error: unknown) => send(response, { status: 500, text: messageOf(error) }),
    );
  });
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  server.maxConnections = mostConnections;
  return server;
}

function askedBy(url: string): { path: string; query: string } {
  const [path = '', parameters = ''] = url.split('?', 2);
  return { path, query: new URLSearchParams(parameters).get('q') ?? '' };
}

type Ask = (lookingGlass: LookingGlass, query: string, signal: AbortSignal) => Promise<Answer>;

const askBird: Ask = async ({ bird }, query, signal) => {
  let command: string;
  try {
    command = commandAsked(query);
  } catch (error) {
    return { status: 403, text: `Forbidden: ${messageOf(error)}` };
  }
  const { text = '', isCut } = await bird({ command }, signal);
  return { status: 200, text: isCut ? `${text}\n(there is more: ask for less)` : text };
};

const askTrace: Ask = async ({ trace }, query, signal) => {
  const address = query.trim();
  try {
    const { text = '' } = await trace({ address }, signal);
    return { status: 200, text: traceText(address, text) };
  } catch (error) {
    if (error instanceof TowlineError && error.code === 'invalid')
      return { status: 400, text: `Invalid target: ${error.message}` };
    throw error;
  }
};

const asks: Readonly<Record<string, Ask>> = Object.assign(Object.create(null), {
  '/bird': askBird,
  // Of times when each family had a BIRD of its own.
  '/bird6': askBird,
  '/traceroute': askTrace,
  '/traceroute6': askTrace,
});

/** Hops as traceroute shows them; those that do not answer are counted. */
function traceText(address: string, text: string): string {
  const hops = parseHops(text);
  const lines = hops.flatMap(({ number, address: router, rttMs, refusal }) =>
    router === undefined
      ? []
      : [
          `${String(number).padStart(2)}  ${router}${rttMs === undefined ? '' : `  ${rttMs} ms`}${refusal === undefined ? '' : `  ${refusal}`}`,
        ],
  );
  const silent = hops.length - lines.length;
  const rest = silent === 0 ? '' : `\n\n${silent} hops not responding.`;
  return `traceroute to ${address}, ${mostHops} hops max\n${lines.join('\n')}${rest}`;
}

function send(response: ServerResponse, { status, text }: Answer): void {
  // Front ends open a connection a request, and leave it.
  response
    .writeHead(status, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    })
    .end(`${text}\n`);
}

/** Whether one more request may be looked at now: a token bucket. */
function createBudget(clock: Pick<Clock, 'monotonic'>): () => boolean {
  let left = rate.burst;
  let at = clock.monotonic();
  return () => {
    const now = clock.monotonic();
    left = Math.min(rate.burst, left + ((now - at) / 1000) * rate.perSecond);
    at = now;
    if (left < 1) return false;
    left--;
    return true;
  };
}
