/**
 * Instances of apps: what is wanted, what is observed, and the rules that bring the two together. A
 * ledger holds all instances of its apps, so counts, constraints and rolling updates are local
 * decisions. Pure; the shell is in {@code actor}.
 */
package dev.marathon.instance;
