import type { SeverityLevel } from './severity'

/** `customDimensions` on the wire: text only. */
export type Properties = Record<string, string>

/** `customMeasurements` on the wire: finite numbers only. */
export type Measurements = Record<string, number>

/** A row of `traces`, the table of log records. */
export interface MessageData {
  message: string
  severityLevel?: SeverityLevel
  properties?: Properties
  measurements?: Measurements
}

/** A row of `exceptions`. */
export interface ExceptionData {
  /** One entry per error of the chain, the outermost first. */
  exceptions: ExceptionDetails[]
  severityLevel?: SeverityLevel
  /** What the service groups by. */
  problemId?: string
  properties?: Properties
  measurements?: Measurements
}

export interface ExceptionDetails {
  id: number
  /** The `id` of the error that this one caused; absent for the outermost. */
  outerId?: number
  typeName: string
  message: string
  hasFullStack: boolean
  /** The stack as text, only where no frame of it could be parsed. */
  stack?: string
  parsedStack?: StackFrame[]
}

export interface StackFrame {
  /** 0 is the throw site. */
  level: number
  method: string
  fileName?: string
  line?: number
}

/** What an envelope carries, told apart by `baseType`. */
export type TelemetryData =
  | { baseType: 'MessageData'; baseData: MessageData }
  | { baseType: 'ExceptionData'; baseData: ExceptionData }
