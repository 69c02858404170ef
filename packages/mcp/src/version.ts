const manifest: { readonly version: string } = require('../package.json')

export const version = manifest.version
