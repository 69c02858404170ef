/** What a process measured in the last second. Values that its SDK does not send are null. */
export interface LiveSample {
  /** When it arrived, in milliseconds since 1970. */
  readonly atMs: number
  readonly role: string
  readonly instance: string
  readonly sdkVersion: string
  readonly requestsPerSecond: number | null
  readonly failedRequestsPerSecond: number | null
  /** The mean duration. */
  readonly requestDurationMs: number | null
  readonly dependenciesPerSecond: number | null
  readonly failedDependenciesPerSecond: number | null
  readonly dependencyDurationMs: number | null
  readonly exceptionsPerSecond: number | null
  /** In percent of all processors: of the process, or with older SDKs of the machine. */
  readonly processorPercent: number | null
  /** Of the process, or with older SDKs of the machine. */
  readonly memoryBytes: number | null
}

/** The tables in which the item of a document will arrive. */
export type LiveTable = 'requests' | 'dependencies' | 'exceptions' | 'traces' | 'customEvents'

/** An item that a process has just tracked. It arrives here before it is stored, and may be missing in the tables. */
export interface LiveDocument {
  readonly atMs: number
  readonly table: LiveTable
  readonly role: string
  readonly instance: string
  /** The name, the message, or the type of the exception. */
  readonly title: string
  /** The URL, the command, or the message of the exception. */
  readonly detail: string
  readonly resultCode: string
  readonly durationMs: number | null
  /** Null if it is unknown. */
  readonly success: boolean | null
  /** From 0 (Verbose) to 4 (Critical). */
  readonly severityLevel: number | null
  readonly operationId: string
  readonly properties: Readonly<Record<string, string>>
}

/** What one process sent in one request. */
export interface LivePost {
  readonly sample: LiveSample
  readonly documents: readonly LiveDocument[]
}
