/** A column of a table; its cells come from the `prCell` template of the same key. */
export interface Column {
  readonly key: string;
  readonly title: string;
  /** CSS width; columns without one share what is left. */
  readonly width?: string;
  /** The column is for sighted people's convenience or holds buttons: its heading is for screen readers only. */
  readonly quiet?: boolean;
  /** In the card of a narrow screen: the heading, a fact with its name (the default), or left out. */
  readonly narrow?: 'heading' | 'fact' | 'none';
  /** Left out where there is little room, below 1100 px. */
  readonly wideOnly?: boolean;
}
