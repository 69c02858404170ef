import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tarballs } from './store'

export interface ScopedRegistry extends AsyncDisposable {
  readonly url: string
}

/** Starts a registry that serves only the packed packages, for npm's `@azmon:registry` option. */
export async function startScopedRegistry(store: string): Promise<ScopedRegistry> {
  const packages = new Map(
    tarballs(store)
      .map(readTarball)
      .map((each) => [each.manifest.name, each]),
  )
  const server = createServer(({ url = '' }, response) => {
    const [, name = '', file] = /^\/(.+?)(\/-\/tarball)?$/.exec(decodeURIComponent(url)) ?? []
    const packed = packages.get(name)
    if (packed === undefined) return response.writeHead(404).end('{}')
    if (file !== undefined) return response.end(packed.bytes)
    // npm must not cache the response, because the next run has a different port and different packages.
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
    return response.writeHead(200, headers).end(JSON.stringify(packument(packed, registry)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    url: registry,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// --- helpers, in order of use ---

interface Packed {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly bytes: Buffer
}

function readTarball(file: string): Packed {
  const manifest = execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' })
  return { manifest: JSON.parse(manifest), bytes: readFileSync(file) }
}

/** @see https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
function packument({ manifest, bytes }: Packed, registry: string): object {
  const { name, version } = manifest
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  const dist = { tarball: `${registry}${name}/-/tarball`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}
