import { stringify } from 'smol-toml';

/** What `towline init` chooses once for a network. */
export interface InitialOptions {
  readonly name: string;
  readonly networkId: string;
  /** The network's unique local /48 without its length, for example `fd12:3456:789a`. */
  readonly ula: string;
}

/** The files of a new inventory. */
export function initialTree(options: InitialOptions): Map<string, string> {
  return new Map([
    [
      'network.toml',
      `# Values here hold for the whole network; sites/<site>/site.toml and
# sites/<site>/<node>/node.toml override them. Every key has a default:
# 'towline get --effective NODE' shows each value and where it comes from.
${stringify({ name: options.name })}`,
    ],
    [
      'generated/_network.toml',
      `${generatedHeader}${stringify({ network_id: options.networkId, ula: options.ula, next_id: 1 })}`,
    ],
  ]);
}

/** First line of every file that the controller writes. */
export const generatedHeader = '# Written by the controller: allocated once, kept stable. Do not edit.\n';
