/** What a command sees of the world: the process it runs in, or a test's own. */
export interface CliIo {
  /** What the user types to get here, for messages that name a command. */
  readonly program: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** A line of the result. */
  print(line: string): void
  /** A line beside the result: why there is none, or how far it is. */
  remark(line: string): void
  /** Undefined where nobody is there to answer. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  /** Runs work that has to be ended with care; `interrupted` says when. Anything else just ends with the process. */
  interruptible<T>(work: (interrupted: AbortSignal) => Promise<T>): Promise<T>
}

/** As shells and scripts read them. */
export const EXIT = {
  done: 0,
  failed: 1,
  /** What was asked for makes no sense: nothing was done. */
  misuse: 2,
  /** 128 and the number of SIGINT, as of a program that dies of it. */
  interrupted: 130,
} as const
