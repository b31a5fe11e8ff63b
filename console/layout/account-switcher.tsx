import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useAccountId } from '../account.ts'
import { Icon } from '../components/icon.tsx'
import { accountsQuery } from '../queries/accounts.ts'

type Account = { accountId: string; company: string | null; organizationName: string | null }

/** Which account is open, and the others to open. */
export function AccountSwitcher() {
  const accountId = useAccountId()
  const navigate = useNavigate()
  const { data } = useQuery(accountsQuery)
  const accounts = data?.items ?? []
  const open = accounts.find((account) => account.accountId === accountId)
  const name = open === undefined ? accountId : nameOf(open)
  const isAlone = accounts.length < 2 && open !== undefined
  return (
    <div className="switcher">
      <span className="switcher-mark" aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      {isAlone ? (
        <span className="switcher-name" title={name}>
          {name}
        </span>
      ) : (
        <>
          <select
            className="switcher-name"
            aria-label="Account"
            title={name}
            value={accountId}
            onChange={({ target }) =>
              void navigate({
                to: '/accounts/$accountId/invoices',
                params: { accountId: target.value },
              })
            }
          >
            {open === undefined && <option value={accountId}>{accountId}</option>}
            {accounts.map((account) => (
              <option key={account.accountId} value={account.accountId}>
                {nameOf(account)}
              </option>
            ))}
          </select>
          <Icon name="chevron" />
        </>
      )}
    </div>
  )
}

const nameOf = ({ accountId, company, organizationName }: Account) =>
  company ?? organizationName ?? accountId
