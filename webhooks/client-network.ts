import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network that an address belongs to, as tries to sign in are counted: the first 24 bits of an IPv4 address, the first
 * 64 of an IPv6 address, which is what one subscriber is given. A text that is no address is its own network.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;
  if (isIPv4(mapped)) return mapped.replace(/\.\d+$/, '.0');
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return address;
  const [before = '', after] = plain.toLowerCase().split('::');
  const groups = before === '' ? [] : before.split(':');
  // Of "::" only its place counts: at least one group of zeros stands there.
  const tail = after ? after.split(':') : [];
  const zeros = after === undefined ? 0 : 8 - groups.length - tail.length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...tail];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::`;
}
