/** Ids, versions and the shape of a decision: the vocabulary every other package shares. */
package dev.marathon.base;
