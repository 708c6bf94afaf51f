#!/usr/bin/env node
// Not imported at once, so that the built one lies beside its other parts.
const [{ processIo }, { runCommandLine }] = await Promise.all([
  import('./cli/process-io.ts'),
  import('./cli/run.ts'),
]);

process.exitCode = await runCommandLine(process.argv.slice(2), processIo());

export {};
