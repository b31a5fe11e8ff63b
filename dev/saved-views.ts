export type SavedView = { name: string; url: string }

const queries = {
  'blocked: all': 'SyncState="blocked"',
  'blocked: customer not linked': 'SyncState="blocked" AND ErrorClass="customer_not_linked"',
  'in doubt': 'SyncState="in_doubt"',
  'our bugs': 'ExecutionStatus="Failed" OR TemporalReportedProblems IS NOT NULL',
}

/** Links into Temporal's Web UI that answer an operator's questions. */
export const savedViews = (uiUrl: string, namespace = 'default'): SavedView[] =>
  Object.entries(queries).map(([name, query]) => ({
    name,
    url: `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows?query=${encodeURIComponent(query)}`,
  }))
