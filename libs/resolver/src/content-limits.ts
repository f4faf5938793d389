/** Most UTF-16 units in a version's content, all messages together. @example text.length <= MAX_CONTENT_LENGTH */
export const MAX_CONTENT_LENGTH = 500_000;

/** Most entries (messages and placeholders) in a chat content. @example content.length <= MAX_MESSAGES */
export const MAX_MESSAGES = 500;

/** Most distinct variables and placeholders in one version. @example variables.length <= MAX_VARIABLES */
export const MAX_VARIABLES = 200;

/** Most UTF-16 units in the name of a variable, placeholder or message author. @example name.length <= MAX_NAME_LENGTH */
export const MAX_NAME_LENGTH = 100;

/** Most levels of objects and arrays in a config, itself included. @example depth <= MAX_CONFIG_DEPTH */
export const MAX_CONFIG_DEPTH = 32;

/** Most UTF-16 units a rendered prompt may have: stops `{a}` x 100,000 with a value of a megabyte. @example total <= MAX_RENDERED_LENGTH */
export const MAX_RENDERED_LENGTH = 10_000_000;
