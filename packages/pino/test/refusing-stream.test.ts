import { join } from 'node:path'
import { runProgram } from '@azmon/testkit'
import { expect, it } from '@jest/globals'

it('the main thread receives the error, the input is discarded, and the error is printed at its end', async () => {
  expect(await runProgram(join(__dirname, 'programs', 'refuses-input.cjs'))).toMatchObject({
    code: 0,
    stdout: 'ERROR TypeError: no\n',
    stderr: 'TypeError: no\n',
  })
})
