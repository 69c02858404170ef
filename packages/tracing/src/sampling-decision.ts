/** Whether a trace is kept, and how many others each of its items stands for. */
export interface SamplingDecision {
  readonly isSampled: boolean
  /** Percentage, 0 to 100: the service counts a kept item as 100 / sampleRate. */
  readonly sampleRate: number
}
