/**
 * Writes assignment.json and content.json from the library itself; check.py and check.sql recompute them independently.
 *
 * Run: node libs/resolver/vectors/generate.mjs   (a changed file means a changed hash: raise hashVersion or specVersion)
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'resolver-'));
const outfile = join(temporary, 'resolver.mjs');
buildSync({ entryPoints: [join(here, '../src/index.ts')], bundle: true, format: 'esm', outfile, logLevel: 'error' });
const { assignVariant, canonicalContent, hashConversation, murmur3, positionOf, seedOf } = await import(pathToFileURL(outfile));
rmSync(temporary, { recursive: true });

const rowsOf = (rows) => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
const write = (name, head, lists) => {
  const members = Object.entries(lists).map(([key, rows]) => `${JSON.stringify(key)}: ${rowsOf(rows)}`);
  writeFileSync(join(here, name), `${JSON.stringify(head).slice(0, -1)}, ${members.join(', ')}}\n`);
  for (const [key, rows] of Object.entries(lists)) console.log(name, key, rows.length);
};

// --- assignment.json: ids that look like real ones, in several alphabets, without randomness.
const uuidFrom = (text) => {
  const hex = createHash('md5').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};
const ids = ['a', 'ab', 'abc', 'abcd', 'abcde', ' ', 'conv:1', 'ünïcödé', 'é', 'e\u0301', '吉 星 高 照', 'разговор-17', 'שיחה', '🦎', 'a🚀', 'ab🚀', 'abc🚀',
  'My 🚀 is full of 🦎.', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\u{10000}', '\u{10ffff}', 'x'.repeat(257), 'ß'.repeat(33)];
for (let i = 0; i < 40; i++) ids.push(`conv-${i}`, uuidFrom(`v-${i}`));
for (let i = 0; i < 10; i++) ids.push(`диалог-${i}`, `0190f5a0-0000-7000-8000-${String(i).padStart(12, '0')}`);

const designs = [
  ['greeting-test', [0.5, 0.5], 1], ['greeting-test', [0.5, 0.5], 0.1], ['greeting-test', [0.5, 0.5], 0.5],
  ['salt-ü-🚀', [0.8, 0.2], 1], ['', [1 / 3, 1 / 3, 1 / 3], 0.37], ['exp-9', [0.1, 0.2, 0.3, 0.4], 0.9],
  ['zero', [0, 1], 1], ['none', [0.5, 0.5], 0], ['layer-a', [0.5, 0.5], 1, [0, 0.3]], ['layer-a', [0.7, 0.3], 0.5, [0.3, 1]],
];
const assignments = designs.flatMap(([salt, shares, trafficShare, range = [0, 1]]) =>
  ids.map((conversationId) => ({
    conversationId, salt, shares, trafficShare, range,
    hash: hashConversation(conversationId),
    position: positionOf(hashConversation(conversationId), seedOf(salt)),
    variant: assignVariant(conversationId, salt, shares.map((share) => ({ share })), trafficShare, range),
  })),
);
const published = [['', 0], ['', 1], ['foo', 0], ['a', 1], ['My 🚀 is full of 🦎.', 0], ['吉 星 高 照', 0], ['', 0xffffffff], ['hello', 0x9747b28c]];
const hashes = published.map(([text, seed]) => ({ text, seed, hash: murmur3(text, seed) }));
write('assignment.json', {
  specVersion: 1, hashVersion: 1,
  rule: 'hash = murmur3_x86_32(utf8(conversationId), 0); position = fmix32(hash XOR murmur3_x86_32(utf8(salt), 0)); variant = index, -1 = not in traffic; thresholds as in variant-ranges.ts',
}, { hashes, assignments });

// --- content.json
const text = (content, config = {}, templateFormat = 'f-string') => ({ type: 'text', templateFormat, content, config });
const chat = (content, config = {}, templateFormat = 'mustache') => ({ type: 'chat', templateFormat, content, config });
const inputs = {
  'plain text': text('Hello'), 'one variable': text('Hello {name}'), 'no template': text('Hello', {}, 'none'),
  'LF': text('a\nb'), 'CRLF becomes LF': text('a\r\nb'), 'lone CR becomes LF': text('a\rb'), 'CR CR LF': text('a\r\r\nb'), 'trailing newline stays': text('a\n'),
  'NFC é': text('é'), 'NFD é stays NFD': text('e\u0301'), 'emoji': text('🚀 🦎'), 'CJK': text('吉 星 高 照'), 'quotes and backslashes': text('"a\\b"'),
  'control characters': text('\u0001\b\t\f\u001f\u007f'), 'line separators stay': text('\u2028\u2029'), 'slash is not escaped': text('a/b'),
  'HTML is not escaped': text('<b>&amp;</b>'), 'byte order mark stays': text('\ufeffa'), 'spaces stay': text('  a  '),
  'config keys are sorted': text('a', { b: 1, a: 2, C: 3 }), 'nested keys are sorted': text('a', { z: { y: [{ b: 1, a: 2 }], x: null } }),
  'keys sort by UTF-16 unit': text('a', { '\uffff': 1, '🚀': 2, 'é': 3, z: 4 }), 'numeric keys sort as text': text('a', { 10: 1, 9: 2, 1: 3 }),
  'numbers': text('a', { i: 1, f: 1.5, neg: -2, zero: 0, minus: -0, tenth: 0.1, sum: 0.1 + 0.2 }),
  'large and small numbers': text('a', { big: 1e21, mid: 123456789012345680000, small: 1e-7, six: 0.000001, max: Number.MAX_SAFE_INTEGER, tiny: 5e-324, huge: 1.7976931348623157e308 }),
  'booleans and null': text('a', { t: true, f: false, n: null }), 'empty containers': text('a', { o: {}, l: [], s: '' }),
  'CRLF in config stays': text('a', { stop: ['\r\n'] }), 'empty key': text('a', { '': 1 }),
  'chat': chat([{ role: 'system', content: 'Be {{tone}}.' }, { role: 'user', content: '{{question}}' }]),
  'chat with name': chat([{ role: 'user', name: 'ada', content: 'Hi' }]), 'chat with placeholder': chat([{ type: 'placeholder', name: 'history' }, { role: 'user', content: 'Hi' }]),
  'chat CRLF': chat([{ role: 'developer', content: 'a\r\nb\rc' }]), 'chat none': chat([{ role: 'tool', content: '{"a":1}' }], { model: 'm' }, 'none'),
  'member order does not matter': { config: { a: 1 }, content: 'x', templateFormat: 'mustache', type: 'text' },
};
write('content.json', { specVersion: 1, rule: 'sha256 (hex) of the UTF-8 bytes of canonical = RFC 8785 of {type, templateFormat, content, config} with LF line ends in content' }, {
  rows: Object.entries(inputs).map(([name, input]) => {
    const canonical = canonicalContent(input);
    return { name, input, canonical, sha256: createHash('sha256').update(canonical).digest('hex') };
  }),
});
