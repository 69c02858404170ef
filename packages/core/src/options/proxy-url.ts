/** Returns the URL of a proxy, or undefined if the value is invalid. The default scheme is http. */
export function readProxyUrl(value: string): string | undefined {
  const withScheme = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(withScheme)) return undefined
  const url = new URL(withScheme)
  // The URL parser splits the URL at an unescaped #, ? or / in a login.
  const isSplitLogin = url.hash !== '' || url.search !== '' || url.pathname.includes('@')
  return /^https?:$/.test(url.protocol) && !isSplitLogin ? withScheme : undefined
}
