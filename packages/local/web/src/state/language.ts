/**
 * Corrects a language of the browser that JavaScript does not accept: with the locale POSIX, Chromium has `en-US@posix`, with
 * which libraries fail to load that format numbers.
 */
export function correctLanguage(): void {
  try {
    new Intl.NumberFormat(navigator.language)
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-US' })
  }
}
