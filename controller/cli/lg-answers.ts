import type { LookingGlassResponse } from '../../shared/gen/towline/v1/LookingGlassResponse.ts';
import type { Trace } from '../../shared/gen/towline/v1/Trace.ts';
import { parseProtocols } from '../looking-glass/protocols.ts';
import { parseRoutes } from '../looking-glass/routes.ts';
import { plain } from './io.ts';
import type { LgQuery } from './lg-words.ts';
import { table } from './table.ts';

/** An answer for people. */
export function answerText({ text, isCut, trace }: LookingGlassResponse): string {
  if (trace) return traceText(trace);
  const shown = text === '' ? 'nothing' : plain(text.trimEnd());
  return isCut ? `${shown}\n(there is more: ask for less)` : shown;
}

/** An answer as a part of a JSON document: protocols and routes as such, other answers as text. */
export function answerDocument({ text, isCut, trace }: LookingGlassResponse, query: LgQuery): object {
  if (trace) return traceDocument(trace);
  if (query.kind === 'bird') {
    const { query: asked } = query;
    if (asked.show === 'protocols') return { is_cut: isCut, protocols: parseProtocols(text) };
    if (asked.show === 'route' && !asked.flags.has('count'))
      return { is_cut: isCut, routes: parseRoutes(text) };
  }
  return { is_cut: isCut, text };
}

function traceText(trace: Trace): string {
  const { address, nodeName, hops, asPath, routeProtocol, routeRefusal, isReached } = trace;
  const path = asPath.map(({ asn, siteName }) => (siteName === '' ? asn : `${asn} (${siteName})`)).join(' ');
  const way =
    routeRefusal !== ''
      ? `not known: ${routeRefusal}`
      : routeProtocol === ''
        ? 'none, BIRD has no route'
        : `${path || 'empty'}, by ${routeProtocol}`;
  const rows = hops.map(({ number, address: router, nodeName: node, rttMs, refusal }) => [
    number,
    router || '*',
    node,
    rttMs === undefined ? '' : `${rttMs} ms`,
    plain(refusal),
  ]);
  const end = isReached ? '' : `\n${address} does not answer`;
  const to = nodeName === '' ? address : `${nodeName} (${address})`;
  return `to ${to}\nAS path: ${plain(way)}\n${table(['HOP', 'ADDRESS', 'NODE', 'TIME', ''], rows)}${end}`;
}

function traceDocument(trace: Trace): object {
  const { address, nodeName, hops, isReached, asPath, routeProtocol, routeRefusal } = trace;
  return {
    address,
    node_at: nodeName || null,
    reached: isReached,
    route_protocol: routeProtocol || null,
    route_error: routeRefusal || null,
    as_path: asPath.map(({ asn, siteName }) => ({ asn, site: siteName || null })),
    hops: hops.map(({ number, address: router, nodeName: node, rttMs, refusal }) => ({
      hop: number,
      address: router || null,
      node: node || null,
      rtt_ms: rttMs ?? null,
      refusal: refusal || null,
    })),
  };
}
