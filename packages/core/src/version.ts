const manifest: { readonly version: string } = require('../package.json')

/** The version of this package on npm. */
export const version = manifest.version

export const majorVersion = version.split('.')[0] as string
