import { chmod, open, stat, statfs } from 'node:fs/promises'

/** The file of a database and the write-ahead log beside it, which only their owner can read. */
export class DatabaseFile {
  readonly #path: string
  readonly #logPath: string
  #hasFailedCheckpoint = false

  constructor(path: string) {
    this.#path = path
    this.#logPath = `${path}.wal`
  }

  /** For a file that DuckDB has just made, which heeds only the umask, and for one that was there. */
  makePrivate(): Promise<void> {
    return chmod(this.#path, OWNER_ONLY)
  }

  /** DuckDB removes its log at each checkpoint: it is made here before the next write, for DuckDB to find. */
  async makeLogPrivate(): Promise<void> {
    const log = await open(this.#logPath, 'a', OWNER_ONLY)
    try {
      await log.chmod(OWNER_ONLY)
    } finally {
      await log.close()
    }
  }

  async isCheckpointDue(): Promise<boolean> {
    return (await this.#logBytes()) > MAX_LOG_BYTES
  }

  /**
   * A checkpoint that fails leaves a mark in the log, and DuckDB does not open a log with two of them: all its rows would be
   * lost. So none is made without room for what is in the log and for the parts of the tables that it belongs to, and none
   * after one that has failed nevertheless.
   */
  async mayCheckpoint(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#path)
    return !this.#hasFailedCheckpoint && bavail * bsize > 2 * (await this.#logBytes()) + SPARE_BYTES
  }

  checkpointFailed(): void {
    this.#hasFailedCheckpoint = true
  }

  async #logBytes(): Promise<number> {
    return stat(this.#logPath).then(
      ({ size }) => size,
      () => 0,
    )
  }
}

const OWNER_ONLY = 0o600

/** DuckDB's own default. */
const MAX_LOG_BYTES = 16 * 1024 * 1024

const SPARE_BYTES = 16 * 1024 * 1024
