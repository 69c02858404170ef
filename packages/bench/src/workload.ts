export interface RecordProperties {
  /** By which the endpoint, and whoever reads what a contender left on disk, knows the record. */
  readonly recordId: number
  readonly customer: string
  readonly warehouse: string
  readonly express: boolean
  readonly total: number
  readonly basket: string
}

export function messageOf(id: number): string {
  return `The order with the number ${id} was taken and is being packed`
}

export function propertiesOf(id: number): RecordProperties {
  return {
    recordId: id,
    customer: `customer-${id % 977}`,
    warehouse: 'west-2',
    express: id % 7 === 0,
    total: id * 1.25,
    basket: 'books, tea',
  }
}

/** The ids in a text of envelopes, whatever stands around them. */
export function recordIdsIn(text: string): number[] {
  return Array.from(text.matchAll(/"recordId":"?(\d+)/g), ([, id]) => Number(id))
}
