// Bundles the web page into packages/local/dist/web: index.html, and hashed scripts and styles in assets/. Writes only files that
// changed, then index.html, then removes the files of earlier builds, so that a server that runs meanwhile never serves half a build.
// `node packages/local/web/build.mjs`
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const ENTRY = 'src/main.tsx'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildPage()

/** @param {string} folder where to write the page */
export async function buildPage(folder = join(root, '../dist/web')) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [ENTRY],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    // The sources of kql can be tree-shaken; its compiled CommonJS files cannot.
    alias: { '@azmon/kql/editor': join(root, '../../kql/src/editor/index.ts') },
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
    metafile: true,
  })
  const [[main, { cssBundle }]] = Object.entries(metafile.outputs).filter(([, { entryPoint }]) => entryPoint === ENTRY)
  const index = readFileSync(join(root, 'index.html'), 'utf8')
    .replace('{{script}}', `/assets/${basename(main)}`)
    .replace('{{style}}', `/assets/${basename(cssBundle)}`)
  mkdirSync(join(folder, 'assets'), { recursive: true })
  for (const { path, contents } of outputFiles) if (!existsSync(path)) writeFileSync(path, contents)
  const at = join(folder, 'index.html')
  if (!existsSync(at) || readFileSync(at, 'utf8') !== index) writeFileSync(at, index)
  const kept = new Set(outputFiles.map(({ path }) => basename(path)))
  for (const name of readdirSync(join(folder, 'assets'))) if (!kept.has(name)) rmSync(join(folder, 'assets', name))
}
