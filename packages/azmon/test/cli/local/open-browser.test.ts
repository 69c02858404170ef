import { expect, it } from '@jest/globals'
import { openCommand } from '../../../src/cli/local/open-browser'

const URL = 'http://127.0.0.1:4380/'

it.each([
  ['darwin', {}, { file: 'open', args: [URL] }],
  ['linux', {}, { file: 'xdg-open', args: [URL] }],
  ['linux', { WSL_DISTRO_NAME: 'Debian' }, { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', URL] }],
  ['win32', {}, { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', URL] }],
] as const)('on %s with %j, %j opens a URL', (platform, env, command) => {
  expect(openCommand(URL, platform, env)).toEqual(command)
})
