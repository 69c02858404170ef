/** No batch has more items, whatever the options say: `maxBatchItems` ends there. */
export const MAX_BATCH_ITEMS = 64_000

/** No batch is larger, raw or compressed: the largest `maxBatchBytes`, one more item, the line ends and a header. */
export const MAX_BATCH_BYTES = 17_825_792

/** The limits of a batch that the spool makes of other files: a request of the usual size. */
export const REQUEST_ITEMS = 2_048
export const REQUEST_BYTES = 1_048_576

/** A journal file is complete at about this size. */
export const JOURNAL_BYTES = 1_048_576

/** A journal ends with the item that makes it that large. */
export const MAX_JOURNAL_BYTES = 2 * JOURNAL_BYTES

/** Files in one directory. */
export const MAX_FILES = 20_000
