/** Shell of the tree: its owner, and what follows from its changes outside of it. */
package dev.marathon.group.actor;
