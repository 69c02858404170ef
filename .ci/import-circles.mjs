// Which files of a package import each other in a circle, types included.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** One text per circle below `root`. */
export function importCircles(root) {
  if (!existsSync(root)) return []
  const files = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.ts'))
  const imports = new Map(files.map((name) => [resolve(root, name), importsOf(resolve(root, name))]))
  const isDone = new Set()
  return [...imports.keys()].flatMap((file) => circlesFrom(file, []))

  /** Depth first: what is met again on the way to it closes a circle. */
  function circlesFrom(file, way) {
    const at = way.indexOf(file)
    if (at !== -1) return [[...way.slice(at), file].map((each) => each.slice(resolve(root).length + 1)).join(' -> ')]
    if (isDone.has(file)) return []
    const found = (imports.get(file) ?? []).flatMap((next) => circlesFrom(next, [...way, file]))
    isDone.add(file)
    return found
  }
}

// --- helpers ---

function importsOf(file) {
  const specifiers = readFileSync(file, 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'(\.[^']+)'/g)
  return [...specifiers].flatMap(([, specifier]) => {
    const path = resolve(dirname(file), specifier)
    return [`${path}.ts`, join(path, 'index.ts')].filter(existsSync)
  })
}
