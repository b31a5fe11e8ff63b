import { ThingsPage } from './things-page.tsx'

/** Sequence’s customers, and which of Rillet’s each is. */
export const CustomersPage = () => <ThingsPage kind="customers" />
