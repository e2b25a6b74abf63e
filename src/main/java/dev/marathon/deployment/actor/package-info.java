/** Shell of running deployments. */
package dev.marathon.deployment.actor;
