import { messageOf, TowlineError } from '../../shared/errors.ts';
import { isGood, runDemo } from './demo.ts';
import { keepUp } from './keep.ts';
import { parseOptions, usage } from './options.ts';
import { Screen } from './screen.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
  } else {
    const screen = new Screen();
    const result = await runDemo(options, screen, stop.signal, async (network) => {
      if (options.keep) await keepUp(network, screen, stop.signal);
    });
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = isGood(result) ? 0 : 1;
  }
} catch (error) {
  process.stderr.write(
    stop.signal.aborted ? 'demo: stopped, nothing is left\n' : `demo: ${messageOf(error)}\n`,
  );
  process.exitCode = error instanceof TowlineError && error.code === 'invalid' ? 2 : 1;
}
