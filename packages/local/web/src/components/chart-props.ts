export interface ChartSeries {
  readonly name: string
  /** One per x. Null where there is none. */
  readonly values: readonly (number | null)[]
}

export interface ChartProps {
  /** What the chart shows, for screen readers. */
  readonly label: string
  /** In ascending order. Epoch milliseconds, unless `isTime` is false. */
  readonly x: readonly number[]
  readonly series: readonly ChartSeries[]
  /** @default 'line' */
  readonly kind?: 'line' | 'area' | 'column' | 'scatter'
  /** Whether each series stands on the one before. Columns always do. @default false */
  readonly isStacked?: boolean
  /** @default true */
  readonly isTime?: boolean
  /** Writes a value of the y axis. @default grouped digits, at most three decimals */
  readonly format?: (value: number) => string
  /** The ends of the y axis. @default from the values, and zero */
  readonly yMin?: number | undefined
  readonly yMax?: number | undefined
}
