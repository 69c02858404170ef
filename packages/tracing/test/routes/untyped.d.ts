declare module 'express4' {
  import express from 'express'
  export default express
}

declare module 'express5' {
  import express from 'express'
  export default express
}

declare module 'koa-router' {
  import Router from '@koa/router'
  export default Router
}

declare module 'koa-mount' {
  import type Koa from 'koa'
  export default function mount(path: string, app: Koa): Koa.Middleware
}
