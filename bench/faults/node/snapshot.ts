import { sha256 } from '../../../shared/crypto/sha256.ts';

/**
 * Everything of a node that is one bundle's or another's, a text for each part: `files`, `wireguard`, `addresses`,
 * `rules`, `filter`, `bird`, and `running`, what the journal says.
 */
export type Snapshot = Readonly<Record<string, string>>;

export interface Look {
  /** State of the journal on the disk; undefined while it changed between the beginning and the end of the look. */
  readonly state: string | undefined;
  readonly snapshot: Snapshot;
}

const state = '/var/lib/towline';
const journal = `cat ${state}/journal.json`;

/** Run on a node by bash: parts headed by `## NAME`. */
export const lookScript = `echo '## before'; ${journal}
echo '## files'; cd ${state}/current/ && basename "$(pwd -P)"
find . -type f ! -name manifest.pb -printf '%m %p\\n' | sort -k2
find . -type f ! -name manifest.pb | sort | xargs sha256sum
echo '## wireguard'; for i in $(ls /sys/class/net | grep ^tl-); do echo "# $i"; wg showconf "$i"; done
echo '## addresses'
for i in lo $(ls /sys/class/net | grep ^tl-); do
  echo "# $i $(cat "/sys/class/net/$i/mtu") $(cat "/sys/class/net/$i/operstate")"
  ip -o addr show dev "$i" | sed 's/^[0-9]*: //; s/valid_lft.*//' | sort
done
echo '## rules'; ip rule; ip -6 rule
echo '## filter'; nft list table inet towline
echo '## bird'; birdc show protocols all
echo '## after'; ${journal}
`;

/** Reads what \`lookScript\` printed. Pure. */
export function readLook(printed: string): Look {
  const parts = new Map<string, string>();
  for (const part of printed.split(/^## /m).slice(1)) {
    const end = part.indexOf('\n');
    parts.set(part.slice(0, end), part.slice(end + 1));
  }
  const text = (name: string) => parts.get(name) ?? '';
  const [before, after] = [readJournal(text('before')), readJournal(text('after'))];
  const isSteady = text('before') === text('after') && before !== undefined;
  return {
    state: isSteady ? before?.state : undefined,
    snapshot: {
      running: after?.running ?? '',
      files: text('files'),
      wireguard: withoutEndpoints(text('wireguard')),
      addresses: text('addresses'),
      rules: text('rules'),
      filter: text('filter'),
      bird: birdConfiguration(text('bird')),
    },
  };
}

interface JournalText {
  readonly phase: { readonly state: string };
  readonly running?: { readonly digest: string };
}

function readJournal(text: string): { state: string; running: string } | undefined {
  try {
    const { phase, running } = JSON.parse(text) as JournalText;
    return { state: phase.state, running: running?.digest ?? '' };
  } catch {
    return undefined;
  }
}

/** Endpoints are the tracker's; keys are only told apart. */
function withoutEndpoints(showconf: string): string {
  return showconf
    .split('\n')
    .filter((line) => !line.startsWith('Endpoint'))
    .map((line) =>
      line.replace(
        /^(\w+Key) = (.*)$/,
        (_, name, key) => `${name} ${sha256(String(key)).toString('hex').slice(0, 12)}`,
      ),
    )
    .join('\n');
}

/** What the running BIRD was told, of what it shows: its protocols' names, and what distinguishes the contents. */
function birdConfiguration(shown: string): string {
  return shown
    .split('\n')
    .flatMap((line) => {
      const name = /^([A-Za-z]\w*) +(\w+) /.exec(line);
      if (name !== null && name[1] !== 'Name') return [`${name[1]} ${name[2]}`];
      return /^ +(?:Import limit|Neighbor AS|Neighbor address):/.test(line) ? [line.trim()] : [];
    })
    .join('\n');
}
