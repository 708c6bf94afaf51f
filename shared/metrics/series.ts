import { Counter, Gauge, type MetricValue, type Registry } from 'prom-client';

export type Labels = Readonly<Record<string, string>>;
/** Labels that several metrics of a scrape share are written once where they are the same object. */
export type Series = Iterable<readonly [labels: Labels, value: number]>;
type Read = () => Series | Promise<Series>;

/** Registers gauges whose series are read when they are asked for, each with labels of its own. */
export function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: Read,
): void {
  show(new Gauge({ name, help, labelNames, registers: [registry] }), read);
}

/** The same for counters that are kept elsewhere. */
export function counter(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: Read,
): void {
  show(new Counter({ name, help, labelNames, registers: [registry] }), read);
}

/** Not by prom-client's `collect`, which hashes the labels of each value: tens of thousands at a hub. */
function show(metric: Gauge | Counter, read: Read): void {
  const described = metric.get.bind(metric);
  metric.get = async () => {
    // A common prefix of labels to prom-client, whose text it keeps by the object.
    const values: (MetricValue<string> & { readonly sharedLabels: Labels })[] = [];
    for (const [sharedLabels, value] of await read()) values.push({ labels: {}, sharedLabels, value });
    return { ...(await described()), values };
  };
}

/** A value without labels; none where it is not known. */
export function single(value: number | undefined): Series {
  return value === undefined || Number.isNaN(value) ? [] : [[{}, value]];
}

/** A word of the program as a label value: in the case of Prometheus. */
export function snake(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
