import type { Detail } from '../audit/event.ts';
import { parseKey } from '../inventory/keys.ts';
import { methodName } from './read-only.ts';

/** What the audit log says of an admin's call. */
export interface CallDescription {
  /** `add-node` for AddNode. */
  readonly action: string;
  readonly subject: string | number;
  readonly detail: Detail;
}

/** Request of any method, as far as this looks at it. */
type Fields = Readonly<Record<string, unknown>>;

/** What a call is about, where it is not the first of `names` that it has. */
const subjects: Readonly<Record<string, (request: Fields, response: Fields) => unknown>> = {
  ...Object.fromEntries(
    ['PauseRollout', 'ResumeRollout', 'AbortRollout'].map((method) => [
      method,
      (_request: Fields, { rollout }: Fields) => (isFields(rollout) ? rollout.release : undefined),
    ]),
  ),
  BeginAgentUpgrade: (_request, { run }) => (isFields(run) ? run.version : ''),
  AbortAgentUpgrade: (_request, { run }) => (isFields(run) ? run.number : ''),
  Approve: ({ nodeName, code }, { node }) => (isFields(node) ? node.name : nodeName || shownCode(code)),
  CreateToken: (_request, { token }) => (isFields(token) ? token.id : ''),
  Deny: ({ code }) => shownCode(code),
  RevokeToken: ({ id }) => (/^[0-9a-f]{16}$/i.test(String(id)) ? id : ''),
  SetValue: ({ key, scope }) => (scope ? `${scope} ${key}` : key),
};

/** Fields that name what a call is about, the best first. */
const names = ['nodeName', 'name', 'siteName', 'link', 'key', 'code', 'id', 'release'];

/**
 * Fields worth keeping, by method: a closed list, since what is noted can never be taken back. No field that can hold a
 * secret belongs here.
 */
const details: Readonly<Record<string, readonly string[]>> = {
  AddSite: ['groups'],
  AddNode: ['siteName', 'endpoint', 'lan'],
  Approve: ['code', 'siteName', 'replace'],
  Commit: ['message', 'author'],
  Activate: ['nodes', 'sites', 'groups'],
  Rollback: ['author'],
  BeginRollout: ['nodes', 'sites', 'groups', 'canaries', 'canaryCount', 'rollsBack'],
  AbortRollout: ['rollback'],
  BeginAgentUpgrade: ['nodes', 'sites', 'atOnce', 'windowS'],
  Deny: ['reason'],
  CreateToken: ['uses', 'expiresS', 'nodeName', 'siteName', 'replace'],
  BeginTunnelMove: ['endpoints', 'port', 'newKey'],
  RotateSigningKey: ['keyPath'],
  RevokeNode: ['reason'],
  SetLogLevel: ['level', 'forMs'],
  RotatePsks: ['nodes', 'all', 'later'],
};

/** Describes a call by its request, and its response where there is one. */
export function describeCall(path: string, request: unknown, response?: unknown): CallDescription {
  const method = methodName(path);
  const fields = isFields(request) ? request : {};
  const subject =
    subjects[method]?.(fields, isFields(response) ? response : {}) ??
    names.map((name) => fields[name]).find(Boolean) ??
    '';
  const kept = (details[method] ?? []).filter((name) => isWorthIt(fields[name]));
  return {
    action: kebab(method),
    subject: typeof subject === 'number' ? subject : String(subject),
    detail: {
      ...Object.fromEntries(kept.map((name) => [snake(name), shown(name, fields[name]) as string])),
      ...valueSet(method, fields, response !== undefined),
    },
  };
}

/**
 * A value that was set, unless its key is one of the admin's own, of which nobody knows what it is. So is one that was
 * refused: it may be a key that was mistyped.
 */
function valueSet(method: string, { key, json }: Fields, isDone: boolean): Detail {
  if (method !== 'SetValue' || typeof json !== 'string') return {};
  if (json === '') return { removed: true };
  const [first] = parseKey(String(key)) ?? [];
  return !isDone || first === undefined || first === 'vars' ? {} : { value: json.slice(0, 500) };
}

function shown(name: string, value: unknown): unknown {
  return name === 'code' ? shownCode(value) : value;
}

/** A code as people type it. A token, typed where a code belongs, is longer. */
function shownCode(code: unknown): string {
  const text = String(code);
  return /^[#\s\w-]{1,24}$/.test(text) ? text : '';
}

function isWorthIt(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function isFields(request: unknown): request is Fields {
  return typeof request === 'object' && request !== null;
}

function kebab(name: string): string {
  return name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase();
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, '_$&').toLowerCase();
}
