import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** The packages that we compare with. Packages that must agree on a dependency share an installation. */
export const PEERS = {
  applicationinsights: {
    applicationinsights: '2.9.8',
    'winston-azure-application-insights': '4.0.0',
  },
  pino: { 'pino-applicationinsights': '2.1.0' }, // has its own applicationinsights, 1.8
  opentelemetry: {
    '@azure/monitor-opentelemetry-exporter': '1.0.0-beta.42', // the last version for Node 20
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/api-logs': '0.218.0',
    '@opentelemetry/sdk-logs': '0.218.0',
    '@opentelemetry/sdk-trace-base': '2.12.1',
    '@opentelemetry/winston-transport': '0.28.0',
  },
  distro: {
    '@azure/monitor-opentelemetry': '1.18.1', // the last version for Node 20
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/api-logs': '0.218.0',
  },
  metrics: {
    '@opentelemetry/api': '1.9.1',
    '@opentelemetry/sdk-metrics': '2.12.1',
    'prom-client': '15.1.3',
  },
} as const

type Installation = keyof typeof PEERS

/** The cache is below node_modules, so that it is not part of the workspace or its lockfile. */
const CACHE = join(__dirname, '../../../node_modules/.cache/azmon-bench')

export function installPeers(installations: readonly Installation[] = Object.keys(PEERS) as Installation[]): void {
  for (const installation of installations) {
    const dependencies = PEERS[installation]
    const folder = join(CACHE, installation)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel', 'error'], {
      cwd: folder,
    })
  }
}

/** Loads a peer. The caller provides the type, because the peers' own types are not installed where azmon is built. */
export function requirePeer<I extends Installation>(installation: I, name: keyof (typeof PEERS)[I] & string): unknown {
  return createRequire(join(CACHE, installation, 'package.json'))(name)
}
