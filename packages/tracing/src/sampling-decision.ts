/** Whether a trace is kept, and the rate that tells how many traces it stands for. */
export interface SamplingDecision {
  readonly isSampled: boolean
  /** Percentage, 0 to 100. The service counts a kept item as 100 / sampleRate. */
  readonly sampleRate: number
}
