import { Page } from '../../components/page.tsx'
import { BooksForm } from './books-form.tsx'
import { LifeForm } from './life-form.tsx'
import { LinksForm } from './links-form.tsx'
import { SweepsForm } from './sweeps-form.tsx'
import { TaxForm } from './tax-form.tsx'
import '../../styles/connect.css'

/** What the account’s sync does where there is a choice. */
export const SettingsPage = () => (
  <Page title="Settings" about="What waits for a setting goes on by itself when it is saved.">
    <BooksForm title="How invoices are booked" />
    <TaxForm title="Tax table" />
    <LifeForm />
    <SweepsForm />
    <LinksForm />
  </Page>
)
