/** What to spawn. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly shell: boolean
}

/** Where npm is run: what npm has said of itself there, and the system. */
export interface NpmPlace {
  /** `npm_execpath`: the program that runs us, be it npm, npx or another. */
  readonly runner: string | undefined
  readonly platform: NodeJS.Platform
}

/**
 * How to run npm. As a program of Node's where npm runs us, so that no shell reads the arguments. Elsewhere on Windows it is
 * `npm.cmd`, which only a shell runs: that takes one text, in which each argument is quoted. None of ours has a quote in it, or a `%`.
 */
export function npmCommand(args: readonly string[], { runner = '', platform }: NpmPlace): Command {
  if (/npm-cli\.js$/.test(runner)) return { file: process.execPath, args: [runner, ...args], shell: false }
  if (platform !== 'win32') return { file: 'npm', args, shell: false }
  return { file: ['npm', ...args.map((arg) => `"${arg}"`)].join(' '), args: [], shell: true }
}
