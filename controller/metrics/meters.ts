import { Histogram, Registry } from 'prom-client';
import { counter, gauge, type Labels, snake } from '../../shared/metrics/series.ts';

/** Told that something of this name ended, and how many seconds it took. */
export type Observe = (operation: string, tookS: number) => void;

/** A call of a gRPC method, from its beginning on. */
export interface MeteredCall {
  /** @param code as gRPC names it, for example `OK` */
  ended(code: string): void;
}

/** What is counted as it happens, in the controller's registry. */
export interface Meters {
  readonly registry: Registry;
  /** Reads, writes and transactions of the database. */
  readonly database: Observe;
  /** Work on a git repository. */
  readonly git: Observe;
  /** @param path of the method, for example `/towline.v1.AgentService/Watch` */
  call(path: string): MeteredCall;
}

/** Seconds. Most calls take a few milliseconds; a commit of ten thousand nodes takes a minute. */
const buckets = [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];

export function createMeters(): Meters {
  const registry = new Registry();
  const open = new Map<string, number>();
  const duration = new Histogram({
    name: 'towline_rpc_duration_seconds',
    help: 'Time that calls took until they ended, streams included.',
    labelNames: ['service', 'method', 'code'],
    buckets,
    registers: [registry],
  });
  gauge(registry, 'towline_rpc_open', 'Calls under way, streams included.', ['service', 'method'], () =>
    [...open].map(([path, count]): [Labels, number] => [partsOf(path), count]),
  );
  return {
    registry,
    database: totals(registry, 'database', 'the database'),
    git: totals(registry, 'git', 'git repositories'),
    call(path) {
      const begun = performance.now();
      open.set(path, (open.get(path) ?? 0) + 1);
      let hasEnded = false;
      return {
        ended(code) {
          if (hasEnded) return;
          hasEnded = true;
          open.set(path, (open.get(path) ?? 1) - 1);
          duration.observe({ ...partsOf(path), code }, (performance.now() - begun) / 1000);
        },
      };
    },
  };
}

/** Two counters an operation: cheap enough for each statement of the database. */
function totals(registry: Registry, of: string, what: string): Observe {
  const known = new Map<string, { count: number; seconds: number }>();
  const each = (value: (one: { count: number; seconds: number }) => number) => () =>
    [...known].map(([operation, one]): [Labels, number] => [{ operation }, value(one)]);
  counter(
    registry,
    `towline_${of}_operations_total`,
    `Operations on ${what}.`,
    ['operation'],
    each(({ count }) => count),
  );
  counter(
    registry,
    `towline_${of}_seconds_total`,
    `Time that operations on ${what} took.`,
    ['operation'],
    each(({ seconds }) => seconds),
  );
  return (operation, tookS) => {
    const one = known.get(operation) ?? { count: 0, seconds: 0 };
    known.set(operation, { count: one.count + 1, seconds: one.seconds + tookS });
  };
}

/** `/towline.v1.AgentService/Watch` in labels. */
function partsOf(path: string): { service: string; method: string } {
  const [, service = '', method = ''] = path.split('/');
  return { service: service.slice(service.lastIndexOf('.') + 1), method };
}

/** The same object, each of whose methods says what it took; a method that throws took its time as well. */
export function metered<T extends object>(target: T, observe: Observe): T {
  const wrapped = Object.entries(target).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const timed = async (...args: unknown[]) => {
      const begun = performance.now();
      try {
        return await value.apply(target, args);
      } finally {
        observe(snake(name), (performance.now() - begun) / 1000);
      }
    };
    return [name, timed];
  });
  return Object.fromEntries(wrapped) as T;
}
