import { chmod, open, stat, statfs } from 'node:fs/promises'

/** The file of a database and its write-ahead log. Only their owner can read them. */
export class DatabaseFile {
  readonly #path: string
  readonly #logPath: string
  #hasFailedCheckpoint = false

  constructor(path: string) {
    this.#path = path
    this.#logPath = `${path}.wal`
  }

  /**
   * Sets the mode of the file. If it is new, DuckDB has applied only the umask; if it already existed, it may have any mode.
   */
  makePrivate(): Promise<void> {
    return chmod(this.#path, OWNER_ONLY)
  }

  /** Creates the log with its mode before the next write; DuckDB then uses that file. It removes the log at each checkpoint. */
  async makeLogPrivate(): Promise<void> {
    const log = await open(this.#logPath, 'a', OWNER_ONLY)
    try {
      await log.chmod(OWNER_ONLY)
    } finally {
      await log.close()
    }
  }

  async isCheckpointDue(): Promise<boolean> {
    return (await this.logBytes()) > MAX_LOG_BYTES
  }

  /**
   * Returns false if a checkpoint might fail for lack of space, or if one has already failed. A failed checkpoint leaves a
   * mark in the log, and DuckDB cannot open a log with two marks: all its rows would be lost. A checkpoint needs space for
   * the log and for the parts of the tables that it changes.
   */
  async mayCheckpoint(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#path)
    return !this.#hasFailedCheckpoint && bavail * bsize > 2 * (await this.logBytes()) + SPARE_BYTES
  }

  checkpointFailed(): void {
    this.#hasFailedCheckpoint = true
  }

  async logBytes(): Promise<number> {
    return stat(this.#logPath).then(
      ({ size }) => size,
      () => 0,
    )
  }
}

const OWNER_ONLY = 0o600

/** The default of DuckDB. */
const MAX_LOG_BYTES = 16 * 1024 * 1024

const SPARE_BYTES = 16 * 1024 * 1024
