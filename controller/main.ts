#!/usr/bin/env node
const [first, second, kind = '', ...rest] = process.argv.slice(2);
if (first === 'completion' && second === 'words' && rest.length === 0) {
  // Somebody waits for it with a finger on Tab: nothing else of the program is loaded.
  const { completionWords } = await import('./cli/completion-words.ts');
  const words = await completionWords(kind, process.env);
  process.stdout.write(words.map((word) => `${word}\n`).join(''));
} else {
  // Not imported at once, so that the built one lies beside its other parts.
  const [{ processIo }, { runCommandLine }] = await Promise.all([
    import('./cli/process-io.ts'),
    import('./cli/run.ts'),
  ]);
  process.exitCode = await runCommandLine(process.argv.slice(2), processIo());
}

export {};
