import { EventEmitter } from 'node:events'

/** A destination that keeps what pino writes. */
export class Lines extends EventEmitter {
  readonly written: string[] = []

  write(line: string): void {
    this.written.push(line)
  }
}
