import type { RotationStep } from '../store/rotations.ts';

/**
 * What both ends of a link have made of a step: `pending` until both have proved it; `lost` where what they should run
 * does not have the new key, since one of them did not get it to work and both were taken back.
 */
export type StepState = 'pending' | 'proved' | 'lost';

const after: Readonly<Record<RotationStep, RotationStep | undefined>> = {
  drain: 'switch',
  switch: 'undrain',
  undrain: 'moved',
  return: 'failed',
  moved: undefined,
  failed: undefined,
};

/** Whether a link is at a step that leads to another one. */
export function isActive(step: RotationStep): boolean {
  return after[step] !== undefined;
}

/** Whether two steps of a link make the same files: nothing has to be released between them. */
export function isSameFiles(step: RotationStep, next: RotationStep): boolean {
  return (step === 'undrain' && next === 'moved') || (step === 'return' && next === 'failed');
}

/** The step after this one; undefined to wait, or at the end. Pure. */
export function nextStep(step: RotationStep, state: StepState): RotationStep | undefined {
  if (state === 'lost') return step === 'switch' ? 'return' : undefined;
  return state === 'proved' ? after[step] : undefined;
}
