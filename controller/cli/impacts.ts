import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import type { ImpactKind } from '../../shared/gen/towline/v1/ImpactKind.ts';
import { type Io, paint, plain } from './io.ts';

type Severity = 'interrupts' | 'touches' | 'adds';

const severities: Readonly<Record<ImpactKind, Severity>> = {
  IMPACT_KIND_UNSPECIFIED: 'touches',
  IMPACT_KIND_LINK_ADDED: 'adds',
  IMPACT_KIND_LINK_REMOVED: 'interrupts',
  IMPACT_KIND_LINK_REKEYED: 'interrupts',
  IMPACT_KIND_LINK_CHANGED: 'touches',
  IMPACT_KIND_SESSION_ADDED: 'adds',
  IMPACT_KIND_SESSION_REMOVED: 'interrupts',
  IMPACT_KIND_SESSION_RESTARTED: 'interrupts',
  IMPACT_KIND_SESSION_REFILTERED: 'touches',
  IMPACT_KIND_PREFIX_ADDED: 'adds',
  IMPACT_KIND_PREFIX_WITHDRAWN: 'interrupts',
  IMPACT_KIND_BIRD_RECONFIGURED: 'touches',
  IMPACT_KIND_SETTINGS_CHANGED: 'touches',
  IMPACT_KIND_SERVICE_RELOADED: 'touches',
};

const order: readonly Severity[] = ['interrupts', 'touches', 'adds'];
const colours = { interrupts: 'red', touches: 'yellow', adds: 'green' } as const;
const signs = { interrupts: '!', touches: '*', adds: '+' } as const;

/** Of one kind so many are told one by one. */
const each = 6;
/** And so many more are named. */
const named = 12;

/** What a change does to a router, a line each, the worst first; of many of a kind the first and how many more. */
export function impactLines(io: Io, impacts: readonly Impact[]): string[] {
  const byKind = new Map<ImpactKind, Impact[]>();
  for (const impact of impacts) byKind.set(impact.kind, [...(byKind.get(impact.kind) ?? []), impact]);
  return order.flatMap((severity) =>
    [...byKind]
      .filter(([kind]) => severityOf(kind) === severity)
      .flatMap(([, list]) => linesOf(list))
      .map((line) => paint(io, colours[severity], `${signs[severity]} ${plain(line)}`)),
  );
}

function linesOf(impacts: readonly Impact[]): string[] {
  // To say "and 1 more" takes as much room as that one.
  if (impacts.length <= each + 1) return impacts.map(({ text }) => text);
  const rest = impacts.slice(each).map(({ subject }) => subject);
  const names = rest.slice(0, named).join(' ');
  const more = rest.length > named ? ' …' : '';
  return [
    ...impacts.slice(0, each).map(({ text }) => text),
    `and ${rest.length} more like it: ${names}${more}`,
  ];
}

/** A kind that a newer controller has is worth a look. */
function severityOf(kind: ImpactKind): Severity {
  return severities[kind] ?? 'touches';
}
