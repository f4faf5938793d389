/** The version number in a query parameter; null when it names none. */
export function versionFromParam(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}
