import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A section of a page below docs/ that has programs. */
export interface DocSection {
  readonly heading: string
  /** The packages that its `npm install` commands name. */
  readonly installs: readonly string[]
  readonly files: readonly DocFile[]
}

/** A code block: a file of a program, which is called `app.mjs` unless the block is named after the language. */
export interface DocFile {
  readonly name: string
  readonly code: string
}

export function sectionsOf(page: string): readonly DocSection[] {
  const text = readFileSync(join(DOCS, page), 'utf8')
  return text
    .split(/^(?=#{2,3} )/m)
    .map(sectionOf)
    .filter(({ files }) => files.length > 0)
}

/** Returns the packages that the programs of a section import, but that its `npm install` commands do not name. */
export function packagesNotInstalled({ installs, files }: DocSection): readonly string[] {
  const imported = files.flatMap(({ code }) =>
    [...code.matchAll(IMPORT)].map(([, named, called]) => named ?? called ?? ''),
  )
  const packages = imported.filter((name) => !/^(?:node:|\.)/.test(name)).map((name) => PACKAGE.exec(name)?.[0] ?? name)
  return packages.filter((name) => !installs.includes(name))
}

// --- helpers, in order of use ---

const DOCS = join(__dirname, '../../../docs')

function sectionOf(text: string): DocSection {
  const [, heading = ''] = /^#+ (.*)/.exec(text) ?? []
  const blocks = [...text.matchAll(/^```(?<language>\w+) ?(?<name>\S*)\n(?<code>.*?)^```$/gms)].map(
    ({ groups }) => groups,
  )
  const installs = blocks.flatMap((block) => [...(block?.['code'] ?? '').matchAll(/^npm install (.*)$/gm)])
  return {
    heading,
    installs: installs.flatMap(([, names = '']) => names.split(' ')).filter((name) => !name.startsWith('-')),
    files: blocks
      .filter((block) => block?.['language'] !== 'sh')
      .map((block) => ({ name: block?.['name'] || 'app.mjs', code: block?.['code'] ?? '' })),
  }
}

/** The part of an import statement that names the module. */
const IMPORT = /^(?:import|export) .*?'([^']+)'$|\b(?:import|require)\('([^']+)'\)/gm

/** The name of the package in the name of a module. */
const PACKAGE = /^(?:@[^/]+\/)?[^/]+/
