import { counted, listed } from '../text.ts';
import type { Look, Unit } from './look.ts';

/** What a unit could cut off although it goes alone, in words, one line each. */
export function exceptionsOf(look: Look, unit: Unit): string[] {
  const { nodes } = look;
  const named = (indexes: readonly number[]) =>
    listed(indexes.map((index) => nodes[index]?.name ?? '').sort());
  const subject = named(unit);
  const lost = look.lost(new Set(unit));
  const lostLater = look.drops(unit) ? look.lostAfter([unit]) : [];
  const sites = new Set(unit.map((index) => nodes[index]?.site ?? ''));
  const whole = [...sites].filter((site) => {
    const own = unit.filter((index) => nodes[index]?.site === site);
    return !look.leavesSites(own, new Set());
  });
  return [
    ...(lost.length === 0
      ? []
      : [
          `${subject}: ${counted(lost.length, 'node')} would have no path to the rest while ${unit.length === 1 ? 'it is' : 'they are'} down: ${named(lost)}`,
        ]),
    ...whole.map((site) => `${subject}: no other router of site ${site} is in contact`),
    ...(lostLater.length === 0
      ? []
      : [
          `${subject}: drops links before others have the ends of those that replace them; until then ${counted(lostLater.length, 'node')} ${lostLater.length === 1 ? 'has' : 'have'} no path to the rest: ${named(lostLater)}`,
        ]),
  ];
}
