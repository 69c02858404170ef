/** Thrown if the compiler needs the rows of a SELECT, because they determine the columns of the query. */
export class SchemaQueryRequired extends Error {
  override readonly name = 'SchemaQueryRequired'
  readonly sql: string

  constructor(sql: string) {
    super('The columns of the query depend on the data.')
    this.sql = sql
  }
}
