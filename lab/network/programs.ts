import { join } from 'node:path';
import { projectFolder } from '../namespaces/visible-folders.ts';

/** Argument vectors that start the two programs; the arguments of a command follow. */
export interface Programs {
  readonly controller: readonly string[];
  readonly agent: readonly string[];
}

/** The programs as they ship, built into dist/. */
export function shippedPrograms(): Programs {
  const dist = join(projectFolder(), 'dist');
  return {
    controller: [process.execPath, join(dist, 'controller/main.js')],
    agent: [process.execPath, join(dist, 'towline-agent.mjs')],
  };
}
