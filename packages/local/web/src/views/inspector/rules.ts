/** Why the service refuses an item, and what to do. */
export interface RuleText {
  readonly title: string
  readonly cure: string
}

/** Returns the text for a rule of `GET /api/refusals`. */
export function ruleText(rule: string): RuleText {
  return RULES[rule] ?? { title: 'Refused', cure: 'The message of the item says why.' }
}

// --- helpers ---

/** @see https://learn.microsoft.com/azure/azure-monitor/service-limits#application-insights */
const RULES: Readonly<Record<string, RuleText>> = {
  '100': {
    title: 'A field is too long',
    cure: 'The service stores at most 32,768 characters of a message, 8,192 of a property, 1,024 of a name and 150 of a key. Shorten the value, or use an SDK that does: azmon cuts values and says so.',
  },
  '102': { title: 'The time cannot be read', cure: 'Send the time in ISO 8601, such as 2026-01-31T12:00:00.000Z.' },
  '103': {
    title: 'The item is older than 48 hours',
    cure: 'The service takes items of the last 48 hours. Check the clock of the sender, and how long it keeps items while it is offline.',
  },
  '104': {
    title: 'The time is in the future',
    cure: 'The service takes items up to 2 hours ahead. Check the clock and the time zone of the sender.',
  },
  '106': {
    title: 'A field has the wrong type',
    cure: 'Values of properties are strings, and values of measurements are numbers. Convert nested objects to JSON text.',
  },
  '107': {
    title: 'The kind of the item is unknown',
    cure: 'data.baseType is one of the types of Application Insights, such as MessageData.',
  },
  '109': {
    title: 'A required field is missing',
    cure: 'An empty string counts as missing. For example, a log needs a message and a request a response code.',
  },
  key: {
    title: 'The instrumentation key is not accepted',
    cure: 'The key is no GUID, or it is not one of --ikey. Copy the connection string of this page.',
  },
  json: { title: 'The item is not JSON', cure: 'Send a JSON array of items, or one JSON object per line.' },
  size: {
    title: 'The item is larger than 64 KB',
    cure: 'Move large values out of the telemetry, and send a reference to them.',
  },
  complexity: {
    title: 'The item has too many values',
    cure: 'This local service takes at most 8,192 values in an item, nested 64 deep.',
  },
}
