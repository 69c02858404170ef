import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { defaultCredential } from '../../../src/query/remote/default-credential'

it('uses the @azure/identity that the application has installed', async () => {
  const application = await mkdtemp(join(tmpdir(), 'azmon-identity-'))
  const installed = join(application, 'node_modules', '@azure', 'identity')
  await mkdir(installed, { recursive: true })
  await writeFile(
    join(installed, 'index.js'),
    'exports.DefaultAzureCredential = class { async getToken(scope) { return { token: scope, expiresOnTimestamp: 1 } } }',
  )
  const before = process.cwd()
  process.chdir(application)
  try {
    expect(await defaultCredential()?.getToken('s')).toEqual({ token: 's', expiresOnTimestamp: 1 })
  } finally {
    process.chdir(before)
    await rm(application, { recursive: true })
  }
})

it('returns undefined without it', () => {
  expect(defaultCredential()).toBeUndefined()
})
