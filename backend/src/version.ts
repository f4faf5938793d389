import { version } from '../../package.json';

/** The release, as in package.json. */
export const VERSION: string = version;
