/**
 * Every page of an account, in the order of the navigation. Plain data: the router, the navigation and the
 * tests that visit every page read it.
 */
export const accountPages = [
  { path: 'invoices', title: 'Invoices', icon: 'invoice', group: 'Books' },
  { path: 'customers', title: 'Customers', icon: 'customer', group: 'Books' },
  { path: 'products', title: 'Products', icon: 'product', group: 'Books' },
  { path: 'drift', title: 'Drift', icon: 'differs', group: 'Books' },
  { path: 'tie-out', title: 'Tie-out', icon: 'scales', group: 'Books' },
  { path: 'deliveries', title: 'Deliveries', icon: 'delivery', group: 'System' },
  { path: 'health', title: 'Sync health', icon: 'pulse', group: 'System' },
  { path: 'connect', title: 'Connect', icon: 'plug', group: 'System' },
  { path: 'settings', title: 'Settings', icon: 'settings', group: 'System' },
  { path: 'people', title: 'People', icon: 'people', group: 'System' },
  { path: 'audit', title: 'Audit', icon: 'audit', group: 'System' },
  { path: 'my-account', title: 'My account', icon: 'customer', group: 'System' },
] as const
