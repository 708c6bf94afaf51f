import { Counter, Gauge, type Registry } from 'prom-client';

export type Labels = Readonly<Record<string, string>>;
export type Series = Iterable<readonly [labels: Labels, value: number]>;

/** Registers gauges whose series are read when they are asked for; those that are gone have no value any more. */
export function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => Series | Promise<Series>,
): void {
  new Gauge({
    ...{ name, help, labelNames, registers: [registry] },
    async collect() {
      const series = await read();
      this.reset();
      // One without labels is 0 after that, and what is not known is not 0.
      this.remove({});
      for (const [labels, value] of series) this.set(labels, value);
    },
  });
}

/** The same for counters that are kept elsewhere. */
export function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => Series,
): void {
  new Counter({
    ...{ name, help, labelNames, registers: [registry] },
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    },
  });
}

/** A value without labels; none where it is not known. */
export function single(value: number | undefined): Series {
  return value === undefined || Number.isNaN(value) ? [] : [[{}, value]];
}

/** A word of the program as a label value: in the case of Prometheus. */
export function snake(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
