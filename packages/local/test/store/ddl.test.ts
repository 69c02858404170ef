import { applicationInsightsSchema } from '@azmon/kql'
import { expect, it } from '@jest/globals'
import { createStatements } from '../../src/store/ddl'

it('creates a table and a view for each table of the schema', () => {
  const statements = createStatements()
  for (const [name, { workspaceName }] of Object.entries(applicationInsightsSchema)) {
    expect(statements).toContainEqual(expect.stringContaining(`CREATE TABLE IF NOT EXISTS "${name}" (`))
    expect(statements).toContainEqual(expect.stringContaining(`CREATE OR REPLACE VIEW "${workspaceName}" AS SELECT`))
  }
})

it('converts success to a bool and the item type to the table name in a view', () => {
  const [, view] = createStatements().filter((statement) => /"requests"/.test(statement))
  expect(view).toContain(`"success" = 'True' AS "Success"`)
  expect(view).toContain(`'AppRequests' AS "Type"`)
})
