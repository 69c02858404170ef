const manifest: { readonly version: string } = require('../package.json')

/** Of this package, as on npm. */
export const version = manifest.version

export const majorVersion = version.split('.')[0] as string
