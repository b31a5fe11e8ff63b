import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import * as z from 'zod'
import { Shell } from '../layout/shell.tsx'
import { accountsQuery } from '../queries/accounts.ts'
import { queryClient } from '../query-client.ts'
import { sessionQuery } from '../session.ts'

export const rootRoute = createRootRouteWithContext()({ component: Outlet })

/** `/`: the first account's invoices, or where one connects the first. */
export const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async ({ location }) => {
    await signedIn(location.href)
    const { items } = await queryClient.ensureQueryData(accountsQuery)
    const [first] = items
    if (first === undefined) return
    redirect({
      to: '/accounts/$accountId/invoices',
      params: { accountId: first.accountId },
      replace: true,
      throw: true,
    })
  },
  component: lazyRouteComponent(() => import('../pages/home/no-account.tsx'), 'NoAccount'),
})

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({
    from: z.string().startsWith('/').optional().catch(undefined),
    problem: z.enum(['oidc_failed', 'oidc_disabled', 'oidc_no_role']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

/** `/invoices/{id}`: where the references in Rillet lead; they name no account. */
export const findInvoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$invoiceId',
  beforeLoad: ({ location }) => signedIn(location.href),
  component: lazyRouteComponent(() => import('../pages/home/find-invoice.tsx'), 'FindInvoice'),
})

/** Everything of one account, for those who are signed in. */
export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accounts/$accountId',
  beforeLoad: ({ location }) => signedIn(location.href),
  component: Shell,
})

async function signedIn(from: string): Promise<void> {
  const { session } = await queryClient.ensureQueryData(sessionQuery)
  if (session === null) redirect({ to: '/sign-in', search: { from }, throw: true })
}
