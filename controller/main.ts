#!/usr/bin/env node
import { runCommandLine } from './cli/run.ts';

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  env: process.env,
  colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
});
