import { rmSync } from 'node:fs'

export default function tearDown(): void {
  const store = process.env['CONSUMERS_STORE']
  if (store !== undefined) rmSync(store, { recursive: true, force: true })
}
