import { rmSync } from 'node:fs'

export default function tearDown(): void {
  const stateHome = process.env['XDG_STATE_HOME']
  if (stateHome !== undefined) rmSync(stateHome, { recursive: true, force: true })
}
