/** Rows from one store into another: backup, restore, and the move between stores. */
package dev.marathon.store.copy;
