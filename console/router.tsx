import { createRouter } from '@tanstack/react-router'
import { Skeleton } from './components/states.tsx'
import { NotFound } from './layout/not-found.tsx'
import { PageError } from './layout/page-error.tsx'
import { onSignedOut, queryClient } from './query-client.ts'
import {
  accountRoute,
  findInvoiceRoute,
  homeRoute,
  rootRoute,
  signInRoute,
} from './routes/outer.tsx'
import { pageRoutes } from './routes/pages.tsx'
import { parseSearch, stringifySearch } from './search.ts'

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  findInvoiceRoute,
  accountRoute.addChildren(pageRoutes),
])

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0, // the query client decides what is fresh
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: PageError,
  defaultPendingComponent: () => <Skeleton />,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

onSignedOut.current = () => {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { from: href } })
}
