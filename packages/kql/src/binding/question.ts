/** A SELECT whose rows the compiler needs before it knows the columns of a query. */
export class Question extends Error {
  override readonly name = 'Question'
  readonly sql: string

  constructor(sql: string) {
    super('The columns of the query depend on the data.')
    this.sql = sql
  }
}
