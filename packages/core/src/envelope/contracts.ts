import type { SeverityLevel } from './severity'

/** The values of `customDimensions`, which must be strings. */
export type Properties = Record<string, string>

/** The values of `customMeasurements`, which must be finite numbers. */
export type Measurements = Record<string, number>

/** The optional fields of every kind of data. */
export interface Dimensions {
  properties?: Properties
  measurements?: Measurements
}

/** A row of `traces`, the table of log records. */
export interface MessageData extends Dimensions {
  message: string
  severityLevel?: SeverityLevel
}

/** A row of `exceptions`. */
export interface ExceptionData extends Dimensions {
  /** One entry for each error of the chain, outermost first. */
  exceptions: ExceptionDetails[]
  severityLevel?: SeverityLevel
  /** The service groups exceptions by this value. */
  problemId?: string
}

export interface ExceptionDetails {
  id: number
  /** The `id` of the error that this error caused. Absent for the outermost error. */
  outerId?: number
  typeName: string
  message: string
  hasFullStack: boolean
  /** The stack as a single string. Set only if none of its frames could be parsed. */
  stack?: string
  parsedStack?: StackFrame[]
}

export interface StackFrame {
  /** The position in the stack. 0 is the throw site. */
  level: number
  method: string
  fileName?: string
  line?: number
}

/** A row of `customEvents`. */
export interface EventData extends Dimensions {
  name: string
}

/** A row of `customMetrics` or `performanceCounters`. The service keeps only the first point. */
export interface MetricData {
  metrics: [DataPoint]
  properties?: Properties
}

export interface DataPoint {
  name: string
  /** The metric namespace. */
  ns?: string
  /** 0 for a measurement, 1 for an aggregate, which has count, min, max or stdDev. */
  kind: 0 | 1
  /** The measurement, or the sum of an aggregate. */
  value: number
  count?: number
  min?: number
  max?: number
  stdDev?: number
}

/** A row of `requests`. */
export interface RequestData extends Dimensions {
  id: string
  name?: string
  /** `[d.]hh:mm:ss.fffffff` */
  duration: string
  success: boolean
  responseCode: string
  source?: string | undefined
  url?: string | undefined
}

/** A row of `dependencies`. */
export interface RemoteDependencyData extends Dimensions {
  id?: string
  name: string
  /** `[d.]hh:mm:ss.fffffff` */
  duration: string
  success: boolean
  resultCode?: string | undefined
  /** Such as `HTTP` or `SQL`. */
  type?: string | undefined
  /** The host or database. */
  target?: string | undefined
  /** The URL or statement. */
  data?: string | undefined
}

/** A row of `availabilityResults`. */
export interface AvailabilityData extends Dimensions {
  id: string
  name: string
  /** `[d.]hh:mm:ss.fffffff` */
  duration: string
  success: boolean
  runLocation?: string
  message?: string
}

/** A row of `pageViews`. */
export interface PageViewData extends Dimensions {
  id: string
  name: string
  url?: string | undefined
  /** `[d.]hh:mm:ss.fffffff` */
  duration?: string
  referrerUri?: string
}

interface DataOf {
  MessageData: MessageData
  ExceptionData: ExceptionData
  EventData: EventData
  MetricData: MetricData
  RequestData: RequestData
  RemoteDependencyData: RemoteDependencyData
  AvailabilityData: AvailabilityData
  PageViewData: PageViewData
}

export type BaseType = keyof DataOf

/** The data of an envelope, discriminated by `baseType`. */
export type TelemetryData = { [T in BaseType]: { baseType: T; baseData: DataOf[T] } }[BaseType]

/** The last part of an envelope's name, such as `Message` or `Exception`. */
export type EnvelopeKind = BaseType extends infer T ? (T extends `${infer Kind}Data` ? Kind : never) : never
