/** Returns the URL of a proxy, by default with the scheme http, or undefined if the value is invalid. */
export function readProxyUrl(value: string): string | undefined {
  const withScheme = value.includes('://') ? value : `http://${value}`
  if (!URL.canParse(withScheme)) return undefined
  const url = new URL(withScheme)
  // The URL parser splits a login at an unescaped #, ? or /.
  const isSplitLogin = url.hash !== '' || url.search !== '' || url.pathname.includes('@')
  return /^https?:$/.test(url.protocol) && !isSplitLogin ? withScheme : undefined
}
