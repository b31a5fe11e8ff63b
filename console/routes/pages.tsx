import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { AuditSearch } from '../pages/audit/search.ts'
import { InvoicesSearch } from '../pages/invoices/search.ts'
import { PlaceSearch } from '../place-search.ts'
import { accountRoute } from './outer.tsx'

const indexRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    redirect({ to: '/accounts/$accountId/invoices', params, replace: true, throw: true })
  },
})

const invoicesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'invoices',
  validateSearch: InvoicesSearch,
  component: lazyRouteComponent(
    () => import('../pages/invoices/invoices-page.tsx'),
    'InvoicesPage',
  ),
})

const invoiceRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'invoices/$invoiceId',
  component: lazyRouteComponent(() => import('../pages/invoice/invoice-page.tsx'), 'InvoicePage'),
})

const bulksRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'bulk',
  validateSearch: PlaceSearch,
  component: lazyRouteComponent(() => import('../pages/bulk/bulks-page.tsx'), 'BulksPage'),
})

const bulkRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'bulk/$bulkId',
  validateSearch: PlaceSearch,
  component: lazyRouteComponent(() => import('../pages/bulk/bulk-page.tsx'), 'BulkPage'),
})

const customersRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'customers',
  component: lazyRouteComponent(
    () => import('../pages/customers/customers-page.tsx'),
    'CustomersPage',
  ),
})

const productsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'products',
  component: lazyRouteComponent(
    () => import('../pages/products/products-page.tsx'),
    'ProductsPage',
  ),
})

const driftRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'drift',
  component: lazyRouteComponent(() => import('../pages/drift/drift-page.tsx'), 'DriftPage'),
})

const tieOutRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'tie-out',
  component: lazyRouteComponent(() => import('../pages/tie-out/tie-out-page.tsx'), 'TieOutPage'),
})

const deliveriesRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'deliveries',
  component: lazyRouteComponent(
    () => import('../pages/deliveries/deliveries-page.tsx'),
    'DeliveriesPage',
  ),
})

const healthRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'health',
  component: lazyRouteComponent(() => import('../pages/health/health-page.tsx'), 'HealthPage'),
})

const connectRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'connect',
  component: lazyRouteComponent(() => import('../pages/connect/connect-page.tsx'), 'ConnectPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'settings',
  component: lazyRouteComponent(
    () => import('../pages/settings/settings-page.tsx'),
    'SettingsPage',
  ),
})

const peopleRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'people',
  component: lazyRouteComponent(() => import('../pages/people/people-page.tsx'), 'PeoplePage'),
})

const auditRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'audit',
  validateSearch: AuditSearch,
  component: lazyRouteComponent(() => import('../pages/audit/audit-page.tsx'), 'AuditPage'),
})

const myAccountRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: 'my-account',
  component: lazyRouteComponent(
    () => import('../pages/my-account/my-account-page.tsx'),
    'MyAccountPage',
  ),
})

/** The pages below `/accounts/$accountId`; `pages.ts` puts them into the navigation. */
export const pageRoutes = [
  indexRoute,
  invoicesRoute,
  invoiceRoute,
  bulksRoute,
  bulkRoute,
  customersRoute,
  productsRoute,
  driftRoute,
  tieOutRoute,
  deliveriesRoute,
  healthRoute,
  connectRoute,
  settingsRoute,
  peopleRoute,
  auditRoute,
  myAccountRoute,
] as const
