/** Most segments between slashes in a prompt's name. @example name.split('/').length <= MAX_NAME_SEGMENTS */
export const MAX_NAME_SEGMENTS = 10;

const SEGMENT = '[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?';

/** A prompt's name: up to 200 characters, one to ten segments, none of which could climb out of a folder. @example PROMPT_NAME.test('../x') // false */
export const PROMPT_NAME = new RegExp(`^(?=.{1,200}$)${SEGMENT}(?:/${SEGMENT}){0,${MAX_NAME_SEGMENTS - 1}}$`);
