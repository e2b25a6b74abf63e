/** Shells of the apps and of the parent that loads them on demand. */
package dev.marathon.app.actor;
