import { commandOf, parseQuery } from '../../shared/looking-glass/query.ts';
import { hopLines } from '../../shared/looking-glass/trace.ts';
import type { Run } from '../../shared/os/run.ts';
import { mostAnswerBytes } from '../../shared/rpc/answer-size.ts';
import { type BirdView, type BirdViewer, birdViewer } from '../bird/socket.ts';
import type { Handlers } from '../questions/questions.ts';
import { traceTo } from './trace.ts';

/** What others may see of this router's routing, and nothing else. */
export interface LookingGlass extends Required<Pick<Handlers, 'bird' | 'trace'>> {}

/**
 * A looking glass over BIRD's control socket. It is read-only twice: what BIRD is asked is printed from a query that
 * was parsed, and BIRD itself refuses on that connection whatever changes anything.
 */
export function createLookingGlass({
  run,
  view,
}: {
  readonly run: Run;
  readonly view: BirdViewer;
}): LookingGlass {
  return {
    async bird({ command }, signal) {
      // Before it is cut by bytes, which are not fewer than characters.
      const seen = await view(commandOf(parseQuery(command)), mostAnswerBytes, signal);
      return { text: viewText(seen), isCut: seen.isCut };
    },
    async trace({ address }, signal) {
      return { text: hopLines(await traceTo(run, address, signal)) };
    },
  };
}

export function birdLookingGlass(run: Run, socketPath: string): LookingGlass {
  return createLookingGlass({ run, view: birdViewer(socketPath) });
}

/** The text as birdc shows it. */
function viewText({ lines }: BirdView): string {
  const shown = lines.filter(({ code, text }) => code !== 0 || text.trim() !== '');
  return shown.map(({ text }) => text).join('\n');
}
