import { readSysctl, setSysctl } from '../../shared/net/sysctl.ts';

const name = 'net/ipv4/ping_group_range';

/**
 * Lets this process's group send pings without a capability: the one that ping's file has is not given to a service
 * with NoNewPrivileges. Root needs none of it. Resolves to warnings.
 */
export async function allowPings(): Promise<string[]> {
  const [uid, gid] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
  const wanted = uid === 0 ? undefined : rangeWith(await readSysctl(name), gid);
  if (wanted === undefined) return [];
  const { warning } = await setSysctl(name, wanted);
  return warning === undefined ? [] : [`${warning}: gates with ping and the MTU of paths need it`];
}

/** The range with a group in it; undefined if it is in it, or there is no range. Nobody loses it. Pure. */
export function rangeWith(range: string | undefined, group: number): string | undefined {
  const [first = Number.NaN, last = Number.NaN] = (range ?? '').trim().split(/\s+/).map(Number);
  if (Number.isNaN(first) || Number.isNaN(last)) return undefined;
  // `1 0`, the kernel's own value, is nobody.
  if (first > last) return `${group} ${group}`;
  if (first <= group && group <= last) return undefined;
  return `${Math.min(first, group)} ${Math.max(last, group)}`;
}
