import { spawn } from 'node:child_process'

type Environment = Readonly<Record<string, string | undefined>>

export interface OpenCommand {
  readonly file: string
  readonly args: readonly string[]
}

/** Returns the command with which a platform opens a URL. No shell reads the URL. */
export function openCommand(url: string, platform: NodeJS.Platform, env: Environment): OpenCommand {
  if (platform === 'darwin') return { file: 'open', args: [url] }
  const isWindows = platform === 'win32' || env['WSL_DISTRO_NAME'] !== undefined
  if (isWindows) return { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', url] }
  return { file: 'xdg-open', args: [url] }
}

/** Opens a URL in the user's browser, which outlives this process. Calls `onFailure` with the reason if that is not possible. */
export function openBrowser(url: string, env: Environment, onFailure: (reason: string) => void): void {
  const { file, args } = openCommand(url, process.platform, env)
  const child = spawn(file, args, { stdio: 'ignore', detached: true })
  child.on('error', (error) => onFailure(`No browser was opened (${error.message}). Open the address above yourself.`))
  child.on('exit', (code) => {
    if (code !== 0) onFailure(`No browser was opened (${file} failed). Open the address above yourself.`)
  })
  child.unref()
}
