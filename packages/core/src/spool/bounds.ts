/** The maximum number of items in a batch, and of the option `maxBatchItems`. */
export const MAX_BATCH_ITEMS = 64_000

/**
 * The maximum size of a batch, raw or compressed: the largest `maxBatchBytes`, one more item, the line breaks and a header.
 */
export const MAX_BATCH_BYTES = 17_825_792

/** The limits of a batch that the spool makes from other files, so that it is a request of the usual size. */
export const REQUEST_ITEMS = 2_048
export const REQUEST_BYTES = 1_048_576

/** The approximate size at which a journal file is complete. */
export const JOURNAL_BYTES = 1_048_576

/** The maximum size of a journal file, including the last item, which completes it. */
export const MAX_JOURNAL_BYTES = 2 * JOURNAL_BYTES

/** The maximum number of files in one directory. */
export const MAX_FILES = 20_000
