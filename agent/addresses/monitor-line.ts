import { isOurs } from './interfaces.ts';

/**
 * Whether a line of `ip -o monitor` may tell of a change of the machine's own addresses or of its way out: an interface
 * that is not ours or an address of it, or a default route of the main table. Anything else, and anything unreadable,
 * does not: the line only says when to look, never what is there. Pure.
 */
export function isNews(line: string): boolean {
  // The kernel says nothing of IPv4 routes that go with their interface: its own line is all there is.
  const owner = /^(?:\[\w+\])?(?:Deleted )?\d+: (\S+?)(?:@\S+)?(?:: <|\s+inet6? )/.exec(line);
  if (owner?.[1] !== undefined) return !isOurs(owner[1]) && !/ scope (link|host) /.test(line);
  if (!/^(?:\[\w+\])?(?:Deleted )?(?:[a-z]+ )?default /.test(line)) return false;
  return !/ table (?!main\b)/.test(line);
}
