import { startTestCluster, type TestCluster } from '../cluster.ts'

/** Where whoever starts a program names the cluster on which it works. */
export const CLUSTER = 'TUCAI_TEST_CLUSTER'

/** Works on the cluster that is named, or on one of its own. */
export async function onTestCluster(work: (cluster: TestCluster) => Promise<void>): Promise<void> {
  const given = process.env[CLUSTER]
  if (given !== undefined) return work(JSON.parse(given))
  const { cluster, stop } = await startTestCluster()
  // Ctrl-C leaves no PostgreSQL behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(130)))
  try {
    await work(cluster)
  } finally {
    await stop()
  }
}
