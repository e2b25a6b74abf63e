/**
 * Brings the URIs of a task into its sandbox, and nothing anywhere else.
 *
 * <p>Everything here blocks and belongs on a pool. What is fetched is not trusted: names are
 * resolved by {@link dev.marathon.local.agent.fetch.SandboxRoot}, sizes are counted while bytes
 * flow.
 */
package dev.marathon.local.agent.fetch;
