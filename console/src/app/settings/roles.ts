import type { Role, Scope } from './settings-api';

/** What each role may do, in a sentence for people. */
export const ROLES: readonly { readonly role: Role; readonly may: string }[] = [
  { role: 'viewer', may: 'Reads everything about prompts, experiments and traces; changes nothing.' },
  {
    role: 'editor',
    may: 'Also writes prompts, moves labels that are not protected, and runs experiments.',
  },
  { role: 'admin', may: 'Everything: also people, API keys, protected labels and the audit log.' },
];

/** What each scope of an API key allows. */
export const SCOPES: readonly { readonly scope: Scope; readonly may: string }[] = [
  { scope: 'resolve', may: 'Get prompts, and hold a snapshot of them. What an agent needs.' },
  { scope: 'record', may: 'Send traces and outcomes. What an agent in an experiment needs too.' },
  {
    scope: 'read',
    may: 'Read prompts, versions, experiments, traces and results. For dashboards and scripts.',
  },
  { scope: 'write', may: 'Change prompts and labels, run experiments. For pipelines that publish.' },
  { scope: 'admin', may: 'Everything, including people and keys. Give it to no agent.' },
];

/** What a role may do. */
export function roleMay(role: string | undefined): string {
  return ROLES.find((known) => known.role === role)?.may ?? '';
}
