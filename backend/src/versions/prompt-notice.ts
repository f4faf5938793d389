import type { Notice } from '../database/outbox.service';

/** Everything about one prompt is told in its order. */
const keyOf = (promptId: string): string => `prompt:${promptId}`;

/** Tells of a new version. */
export function versionNotice(promptId: string, version: number): Notice {
  return { topic: 'version', key: keyOf(promptId), reference: `${promptId}:${version}` };
}

/** Tells that a label was moved or removed; where it is by then is looked up when it is told. */
export function labelNotice(promptId: string, label: string): Notice {
  return { topic: 'label', key: keyOf(promptId), reference: `${promptId}:${label}` };
}
