/** A response of the query API: its status and its body. */
export interface Answer {
  readonly status: 200 | 400 | 404 | 413 | 503 | 504
  readonly json: string
}
