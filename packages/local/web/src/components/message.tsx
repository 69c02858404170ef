/** A message whose values (numbers, ids, quoted parts, addresses) stand out from its words. */
export function Message({ text }: { readonly text: string }) {
  const shown = text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text
  const parts = shown.split(VALUES)
  return (
    <span class="message">
      {parts.map((part, index) => (index % 2 === 1 ? <b key={`${index} ${part}`}>{part}</b> : part))}
    </span>
  )
}

// --- helpers ---

/** A row shows one line. The record below it shows the whole text. */
const MAX_CHARACTERS = 500

const VALUES =
  /((?<![\w./-])(?:'[^']{1,80}'|"[^"]{1,80}"|[\w.+-]+@[\w-]+\.[\w.-]+|[A-Za-z]*_?[\da-f-]*\d[\w-]*(?:\.\d+)?(?: (?:ms|s|EUR|USD|KB|MB|%))?)(?![\w/]))/
