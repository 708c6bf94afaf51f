import { TowlineError } from '../../shared/errors.ts';
import { commandOf, parseQuery } from '../../shared/looking-glass/query.ts';

// What a front end of bird-lg-go asks for a prefix with: no filter of its own is taken, but this is no more than another
// way to name networks.
const byFilter = /^ *show route where net ~ \[ *([0-9A-Fa-f.:/]+)(\+?) *\](| all) *$/;

/**
 * The command for BIRD that a front end of bird-lg-go means. Throws `invalid` for what the looking glass does not show.
 * Pure.
 */
export function commandAsked(text: string): string {
  const [, prefix, andInside, all = ''] = byFilter.exec(text) ?? [];
  if (prefix !== undefined)
    return commandOf(parseQuery(`show route${andInside === '+' ? ' in' : ''} ${prefix}${all}`));
  if (/\bwhere\b/.test(text))
    throw new TowlineError(
      'invalid',
      "no filter is taken, it would be code: 'show route where net ~ [ PREFIX ]' and '[ PREFIX+ ]' are, and 'show route for ADDRESS'",
    );
  return commandOf(parseQuery(text));
}
