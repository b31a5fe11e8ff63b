import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, at, Nothing } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Confirm } from '../../components/confirm.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { Badge } from '../../components/state-badge.tsx'
import { Time } from '../../components/time.tsx'
import { type Token, tokensQuery } from '../../queries/people.ts'
import { Roles } from './roles.tsx'

/** Programs' tokens; the tokens themselves are never shown again. */
export function TokenTable({ tokens }: { tokens: Token[] }) {
  const [revoking, setRevoking] = useState<Token | null>(null)
  const client = useQueryClient()
  const columns: Column<Token>[] = [
    { title: 'Name', narrow: 'head', cell: ({ name }) => name },
    { title: 'Roles', cell: ({ roles }) => <Roles roles={roles} /> },
    { title: 'Made by', cell: ({ madeBy }) => madeBy ?? 'the command line' },
    { title: 'Made', cell: ({ createdAt }) => <Time at={createdAt} /> },
    { title: 'Last used', cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
    {
      title: 'Change',
      cell: (token) =>
        token.revokedAt === null ? (
          <Button aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
            Revoke
          </Button>
        ) : (
          <Badge label="Revoked" icon="slash" tone="neutral" />
        ),
    },
  ]
  return (
    <>
      <DataTable label="Tokens" rows={tokens} columns={columns} keyOf={({ id }) => id} />
      <Confirm
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke ${revoking?.name ?? ''}`}
        about="The program that uses it is refused from now on. It cannot be brought back."
        action="Revoke"
        danger
        reason="none"
        onConfirm={async () => {
          if (revoking === null) return
          const path = at`/v1/tokens/${revoking.id}`
          await ask({ method: 'DELETE', path, answer: Nothing })
          await client.invalidateQueries({ queryKey: tokensQuery.queryKey })
        }}
      />
    </>
  )
}
