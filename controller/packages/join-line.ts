import { readFileSync } from 'node:fs';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { formatEndpoint, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { TowlineError } from '../../shared/errors.ts';
import { bootstrapScriptPath } from './places.ts';

/** What to paste, as root, on a machine that shall become a router. */
export interface JoinLine {
  /** With curl, which takes the script from nobody but the controller's key. */
  readonly curl: string;
  /** With any wget, which cannot look at the key: the script runs if it is the one that this line names. */
  readonly wget: string;
}

/** @param script the script's bytes Throws `invalid` for a join string that pins no key. */
export function joinLineOf(joinString: string, script = readScript()): JoinLine {
  const { endpoints, keyHash } = parseJoinString(joinString);
  const [first] = endpoints;
  if (first === undefined || keyHash === undefined)
    throw new TowlineError('invalid', "this join string pins no key: take the one of 'towline status'");
  const url = `https://${formatEndpoint(first)}/bootstrap.sh`;
  const pin = `sha256//${keyHash.toString('base64')}`;
  const sum = sha256(script).toString('hex');
  return {
    curl: `curl -fsSk --pinnedpubkey '${pin}' ${url} | sh -s -- '${joinString}'`,
    wget: `wget -qO bootstrap.sh --no-check-certificate ${url} && echo '${sum}  bootstrap.sh' | sha256sum -c && sh bootstrap.sh '${joinString}'`,
  };
}

function readScript(): Buffer {
  try {
    return readFileSync(bootstrapScriptPath);
  } catch (cause) {
    throw new TowlineError('failed', `${bootstrapScriptPath} cannot be read: install towline again`, {
      cause,
    });
  }
}
