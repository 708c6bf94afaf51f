import { Counter, Gauge, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client';

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

/** Labels that several gauges of one thing have in common, as one object, and those of this gauge alone. */
export type ManySeries = Iterable<readonly [common: Labels, own: Labels, value: number]>;

/**
 * The same where a scrape has thousands of series, no two of them with the same labels. What is read goes straight into the
 * page: kept in the gauge each would be hashed first, and common labels are written once instead of once a gauge.
 */
export function gaugeOfMany(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: () => Promise<ManySeries>,
): void {
  new (class extends Gauge {
    override async get(): Promise<MetricObjectWithValues<MetricValue<string>>> {
      const values = [];
      for (const [sharedLabels, labels, value] of await read()) values.push({ value, labels, sharedLabels });
      return { ...(await super.get()), values };
    }
  })({ name, help, labelNames, registers: [registry] });
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
