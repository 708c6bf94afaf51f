import type { LinkTrend } from '../../shared/gen/towline/v1/LinkTrend.ts';
import type { StoredReport } from '../store/reports.ts';
import { linkWord } from './changes.ts';

/**
 * What the last two reports of a node say of its links, in the order of the last one. Pure.
 *
 * @param since when each link became what it is, Unix ms, by the node at its other end
 * @param now Unix ms
 */
export function trendsOf(
  { report, received, before }: StoredReport,
  since: ReadonlyMap<string, number>,
  now: number,
): LinkTrend[] {
  const earlier = new Map(before?.report.links.map((link) => [link.interface, link]));
  const seconds = before === undefined ? 0 : (received - before.received) / 1000;
  const perSecond = (now: number, then: number | undefined) =>
    // A counter that begins anew says nothing of what it counted before.
    seconds > 0 && then !== undefined && now >= then ? (now - then) / seconds : undefined;
  return report.links.map((link) => {
    const last = earlier.get(link.interface);
    const at = since.get(link.peer);
    const receivedPerS = perSecond(link.receivedBytes, last?.receivedBytes);
    const sentPerS = perSecond(link.sentBytes, last?.sentBytes);
    return {
      peer: link.peer,
      up: linkWord(link) === 'up',
      ...(at === undefined ? {} : { sinceAgeS: Math.max(0, Math.floor((now - at) / 1000)) }),
      ...(receivedPerS === undefined ? {} : { receivedPerS }),
      ...(sentPerS === undefined ? {} : { sentPerS }),
    };
  });
}
