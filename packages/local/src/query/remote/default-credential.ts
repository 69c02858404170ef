import { createRequire } from 'node:module'
import { join } from 'node:path'
import { codeOf } from '../../errors'

/** A credential of `@azure/identity`, or any object with the same method. */
export interface Credential {
  getToken(scopes: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>
}

/**
 * Returns the credential of the `@azure/identity` that the application or the machine has, and undefined without one. It is not
 * a dependency, because most users need no Azure.
 */
export function defaultCredential(): Credential | undefined {
  for (const place of [join(process.cwd(), 'package.json'), __filename]) {
    try {
      const { DefaultAzureCredential } = createRequire(place)('@azure/identity') as {
        DefaultAzureCredential: new () => Credential
      }
      return new DefaultAzureCredential()
    } catch (error) {
      if (!isNotInstalled(error)) throw error
    }
  }
  return undefined
}

// --- helpers ---

function isNotInstalled(error: unknown): boolean {
  return codeOf(error) === 'MODULE_NOT_FOUND' && String(error).includes(`'@azure/identity'`)
}
