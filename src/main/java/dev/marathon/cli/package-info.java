/**
 * The command line: talks to a running Marathon over its REST API and shows what it answers. Knows
 * nothing of the server's inside.
 */
package dev.marathon.cli;
