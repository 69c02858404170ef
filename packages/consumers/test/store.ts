/** Where the packages of this run are, and who installs them. */
export const store = process.env['CONSUMERS_STORE'] as string
