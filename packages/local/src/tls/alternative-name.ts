import { isIP } from 'node:net'
import { context, type Der } from './der'

/** Encodes a name or IP address as the GeneralName of a certificate. */
export function alternativeName(name: string): Der {
  switch (isIP(name)) {
    case 4:
      return context(IP_ADDRESS, Buffer.from(name.split('.').map(Number)))
    case 6:
      return context(IP_ADDRESS, ipv6Bytes(name))
    default:
      return context(DNS_NAME, Buffer.from(name, 'ascii'))
  }
}

// --- helpers ---

/** RFC 5280, GeneralName. */
const DNS_NAME = 2
const IP_ADDRESS = 7

function ipv6Bytes(address: string): Buffer {
  const [withoutZone = ''] = address.split('%')
  // A URL writes an address with an IPv4 part in hexadecimal, too.
  const [head = '', tail] = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1).split('::')
  const groupsOf = (text = '') => text.split(':').filter(Boolean)
  const [first, last] = [groupsOf(head), groupsOf(tail)]
  const zeros = Array<string>(8 - first.length - last.length).fill('0')
  return Buffer.from([...first, ...zeros, ...last].map((group) => group.padStart(4, '0')).join(''), 'hex')
}
