/** The URL of a proxy; a value without a scheme is http, as everywhere. Undefined when it cannot be one. */
export function readProxyUrl(value: string): string | undefined {
  const text = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // These are what a login with a bare #, ? or / in it is cut into.
  const isCutLogin = url.hash !== '' || url.search !== '' || url.pathname.includes('@')
  return /^https?:$/.test(url.protocol) && !isCutLogin ? text : undefined
}
