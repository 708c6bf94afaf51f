import { TowlineError } from '../shared/errors.ts';
import { buildProgram } from './cli.ts';

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (!(error instanceof TowlineError)) throw error;
  process.stderr.write(`lab: ${error.message}\n`);
  process.exitCode = 1;
}
