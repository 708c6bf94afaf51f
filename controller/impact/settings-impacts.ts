import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { fromTo } from '../text.ts';
import { changedPaths, type Files } from './files.ts';
import { type SettingsFile, settingsPath } from './settings.ts';

/** Prefixes that the node announces from now on, or no more. */
export function prefixImpacts(old: SettingsFile, young: SettingsFile): Impact[] {
  const gone = [...old.prefixes].filter((prefix) => !young.prefixes.has(prefix));
  const come = [...young.prefixes].filter((prefix) => !old.prefixes.has(prefix));
  return [
    ...gone.map((prefix): Impact => {
      const text = `${prefix} is announced no more: others lose their way to it`;
      return { kind: 'IMPACT_KIND_PREFIX_WITHDRAWN', subject: prefix, text };
    }),
    ...come.map(
      (prefix): Impact => ({
        kind: 'IMPACT_KIND_PREFIX_ADDED',
        subject: prefix,
        text: `${prefix} is announced`,
      }),
    ),
  ];
}

/** Everything else that the agent sets up. */
export function settingsImpacts(before: Files, now: Files, old: SettingsFile, young: SettingsFile): Impact[] {
  const paths = changedPaths(before, now, (service) => service === 'agent');
  const keys = [...new Set([...old.others.keys(), ...young.others.keys()])].filter(
    (key) => old.others.get(key) !== young.others.get(key),
  );
  const texts = keys.map((key) => ({
    subject: key,
    text: `setting ${key}: ${fromTo(old.others.get(key), young.others.get(key))}`,
  }));
  for (const path of paths) {
    if (path !== settingsPath) texts.push({ subject: path, text: `${path} changes` });
    else if (onlyText(old, young, keys)) texts.push({ subject: path, text: `${path}: no setting changes` });
  }
  return texts.map((entry) => ({ kind: 'IMPACT_KIND_SETTINGS_CHANGED', ...entry }));
}

/** Whether the settings differ in nothing that is told as a link, a prefix or a setting. */
function onlyText(old: SettingsFile, young: SettingsFile, keys: readonly string[]): boolean {
  const same = (a: Iterable<unknown>, b: Iterable<unknown>) =>
    JSON.stringify([...a].map(String).sort()) === JSON.stringify([...b].map(String).sort());
  return (
    keys.length === 0 &&
    same(old.prefixes, young.prefixes) &&
    same(old.peerOfInterface, young.peerOfInterface) &&
    same(old.peerOfSession, young.peerOfSession)
  );
}
