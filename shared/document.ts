const enumPrefix =
  /^(?:NODE_CONDITION|CHANGE_KIND|APPLY_OUTCOME|IMPACT_KIND|TUNNEL_MOVE_STATE|TUNNEL_NODE_STATE|TOKEN_STATE|ROLLOUT_STATE|ROLLOUT_NODE_STATE|AGENT_UPGRADE_STATE|AGENT_RUN_STATE|AGENT_NODE_STATE)_/;

/** A message as a JSON document: snake_case keys, bytes as hexadecimal digits, enum values as one lower-case word. */
export function toDocument(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (Array.isArray(value)) return value.map(toDocument);
  if (typeof value === 'string' && enumPrefix.test(value)) return enumWord(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      // `_field` only says whether an optional field is there.
      .filter(([key]) => !key.startsWith('_'))
      .map(([key, inner]) => [snakeCase(key), toDocument(inner)]),
  );
}

/** `NODE_CONDITION_NOT_ENROLLED` is `not_enrolled`. */
export function enumWord(value: string): string {
  return value.replace(enumPrefix, '').toLowerCase();
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
