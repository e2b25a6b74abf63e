/** The checks that Marathon runs itself: who is probed when, and the sockets to do it. */
package dev.marathon.health.actor;
