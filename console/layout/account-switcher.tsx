import { Menu } from '@base-ui/react/menu'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useAccountId } from '../account.ts'
import { Icon } from '../components/icon.tsx'
import { accountsQuery } from '../queries/accounts.ts'

type Account = { accountId: string; company: string | null; organizationName: string | null }

/** Which account is open, and the others. */
export function AccountSwitcher() {
  const accountId = useAccountId()
  const navigate = useNavigate()
  const { data } = useQuery(accountsQuery)
  const accounts = data?.items ?? []
  const open = accounts.find((account) => account.accountId === accountId)
  const to = (id: string) =>
    void navigate({ to: '/accounts/$accountId/invoices', params: { accountId: id } })
  return (
    <Menu.Root>
      <Menu.Trigger className="switcher" aria-label={`Account: ${nameOf(open, accountId)}`}>
        <span className="switcher-mark" aria-hidden="true">
          {nameOf(open, accountId).slice(0, 1).toUpperCase()}
        </span>
        <span className="switcher-name">{nameOf(open, accountId)}</span>
        <Icon name="chevron" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer" sideOffset={4} align="start">
          <Menu.Popup className="menu">
            <Menu.RadioGroup value={accountId} onValueChange={to}>
              {accounts.map((account) => (
                <Menu.RadioItem
                  key={account.accountId}
                  value={account.accountId}
                  className="menu-item"
                  closeOnClick
                >
                  <span className="menu-tick">
                    <Menu.RadioItemIndicator>
                      <Icon name="check" />
                    </Menu.RadioItemIndicator>
                  </span>
                  <span className="menu-words">
                    {nameOf(account, account.accountId)}
                    <small>{account.organizationName ?? 'Rillet not connected'}</small>
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const nameOf = (account: Account | undefined, id: string) =>
  account?.company ?? account?.organizationName ?? id
