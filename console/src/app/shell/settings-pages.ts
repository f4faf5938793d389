/** A page of the settings, as the navigation names it. */
export interface SettingsPage {
  readonly path: string;
  readonly label: string;
  /** Only admins may see it. */
  readonly adminOnly?: boolean;
}

/** The pages of the settings in groups, in the order they are offered. */
export const SETTINGS_PAGES: readonly { readonly title: string; readonly pages: readonly SettingsPage[] }[] =
  [
    { title: 'You', pages: [{ path: 'account', label: 'Your account' }] },
    {
      title: 'Access',
      pages: [
        { path: 'people', label: 'People', adminOnly: true },
        { path: 'api-keys', label: 'API keys', adminOnly: true },
        { path: 'audit', label: 'Audit log', adminOnly: true },
      ],
    },
    {
      title: 'Rules',
      pages: [
        { path: 'protected-labels', label: 'Protected labels' },
        { path: 'metrics', label: 'Metrics' },
      ],
    },
    {
      title: 'Running',
      pages: [
        { path: 'consumers', label: 'Live consumers' },
        { path: 'health', label: 'Health' },
      ],
    },
  ];
