/** Shell of the instance ledgers. */
package dev.marathon.instance.actor;
