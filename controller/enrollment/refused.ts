import { TowlineError } from '../../shared/errors.ts';

/** One answer for all that is not proven: it does not say which part was wrong, nor which tokens there are. */
export function refused(): TowlineError {
  return new TowlineError(
    'unauthenticated',
    "this request is not taken: its signature is wrong, or its token is not known, used up, expired or revoked: 'towline token create' on the controller makes a new one",
  );
}
