// What no program can do without, written as lean as can be: the floor that resolve.mjs measures against.

/** The floor's own murmur3, which shares no code with ours: as right for any text, as quick as can be for ASCII. */
export function murmur3(text, seed, largest = 127) {
  const { length } = text;
  const end = length & ~3;
  let hash = seed;
  let seen = 0;
  let i = 0;
  for (; i < end; i += 4) {
    const a = text.charCodeAt(i);
    const b = text.charCodeAt(i + 1);
    const c = text.charCodeAt(i + 2);
    const d = text.charCodeAt(i + 3);
    seen |= a | b | c | d;
    const block = Math.imul(a | (b << 8) | (c << 16) | (d << 24), 0xcc9e2d51);
    hash ^= Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let shift = 0; i < length; i++, shift += 8) {
    const unit = text.charCodeAt(i);
    seen |= unit;
    rest |= unit << shift;
  }
  // Bytes as characters: what goes wrong above for other texts goes right for these.
  if (seen > largest) return murmur3(Buffer.from(text).toString('latin1'), seed, 255);
  rest = Math.imul(rest, 0xcc9e2d51);
  hash ^= Math.imul((rest << 15) | (rest >>> 17), 0x1b873593) ^ length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
