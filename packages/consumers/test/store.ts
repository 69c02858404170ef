/** The folder of this run's packages and consumers. */
export const store = process.env['CONSUMERS_STORE'] as string
