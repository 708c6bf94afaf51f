/** Fails on source files over 300 lines that do not say why (`// long: <reason>` in the first ten lines). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

const top = join(import.meta.dirname, '..');
const limit = 300;
const { stdout } = await execa('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
  cwd: top,
});
const long = stdout
  .split('\n')
  .filter((file) => file !== '' && !file.startsWith('shared/gen/'))
  .filter((file) => {
    const lines = readFileSync(join(top, file), 'utf8').split('\n');
    return lines.length > limit + 1 && !lines.slice(0, 10).some((line) => line.includes('long: '));
  });
if (long.length > 0) {
  process.stderr.write(`over ${limit} lines without a reason: ${long.join(', ')}\n`);
  process.exitCode = 1;
}
