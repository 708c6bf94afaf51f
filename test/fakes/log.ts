import type { Log } from '../../shared/os/log.ts';

const ignore = () => {};

/** A log that nobody reads. */
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
