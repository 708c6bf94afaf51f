/** What one case showed. It is one line of the state file. */
export interface Outcome {
  readonly case: string;
  /** One or two words that the table counts: `recovered`, `rolled back`, `half applied` … */
  readonly verdict: string;
  /** Whether it is as the issue wants it. */
  readonly isGood: boolean;
  /** Seconds until the node was whole (or reachable) again, where the case measures that. */
  readonly recoveryS?: number;
  /** Packets lost, where the case counts them. */
  readonly lost?: number;
  /** What the case counted, by the name of its figure. */
  readonly counts?: Readonly<Record<string, number>>;
  /** What a person needs to look into it: the point, the reason that the controller knows, what differed. */
  readonly detail?: string;
}

/** A lab of its own, with everything that the cases of one campaign need. */
export interface Workbench {
  /** How many cases one call of `run` takes at most: those that do not disturb each other, such as one a node. */
  readonly atOnce: number;
  /**
   * Runs cases; each has an outcome, also where it went wrong. Throws only where the lab itself does not work any
   * more: the runner closes it then, opens another, and gives the same cases once more.
   */
  run(cases: readonly string[], signal: AbortSignal): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly signal: AbortSignal;
  /** Name of the planted fault, one of the campaign's; undefined for none. */
  readonly plant: string | undefined;
}

/** One kind of fault, case by case. */
export interface Campaign {
  readonly name: string;
  /** Names that `--plant` may have here: a fault that has to raise one of the counters. */
  readonly plants: readonly string[];
  /** Labs to have side by side on two cores. */
  readonly labs: number;
  /** All cases; always the same ones in the same order, since an interrupted run goes on by their names. */
  cases(): readonly string[];
  /** What the result says of these cases: keys and numbers of the last line's object. Pure. */
  figures(outcomes: readonly Outcome[]): Readonly<Record<string, number>>;
  /** Builds a lab. Nothing is left of it when it throws. */
  open(options: WorkbenchOptions): Promise<Workbench>;
}

/** A fixed, evenly spread sample of a list; all of it if `size` is undefined or not smaller. Pure. */
export function sample<Item>(items: readonly Item[], size: number | undefined): Item[] {
  if (size === undefined || size >= items.length) return [...items];
  return items.filter(
    (_, index) =>
      Math.floor((index * size) / items.length) !== Math.floor(((index - 1) * size) / items.length),
  );
}
