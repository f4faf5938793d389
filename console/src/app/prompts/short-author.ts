/** The name of an author where there is little room: an e-mail address without its domain, anything else as it is. */
export function shortAuthor(name: string): string {
  const at = name.lastIndexOf('@');
  return at > 0 && !name.includes(' ') ? name.slice(0, at) : name;
}
