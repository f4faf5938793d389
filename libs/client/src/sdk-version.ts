/** The SDK's own version, as it is told to the server. @example SDK_VERSION // '0.1.0' */
export const SDK_VERSION = '0.1.0';
