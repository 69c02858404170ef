import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js'

/** Tells clients that a tool changes nothing, and reads nothing but the telemetry of its source. */
export const READ_ONLY: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}
